//! `xueji import people` as an office runs it: the template, filled in, rehearsed, imported, and imported again.

mod roster;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Result, ensure};
use serde_json::Value;
use tempfile::TempDir;
use xueji_store::{Db, DbUrl, Options, params};

use roster::{fill, first_row};

/// A new database and the empty template beside it.
struct Office {
    folder: TempDir,
}

impl Office {
    fn open() -> Result<Self> {
        let office = Self { folder: tempfile::tempdir()? };
        let made = office.xueji(&["init"])?;
        ensure!(made.status.success(), "no database: {}", String::from_utf8_lossy(&made.stderr));
        let written = office.import(&["--template", "roster.xlsx"])?;
        ensure!(written.status.success(), "no template: {}", String::from_utf8_lossy(&written.stderr));
        Ok(office)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command line, kept apart from whatever configuration the machine has.
    fn xueji(&self, arguments: &[&str]) -> Result<Output> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xueji"));
        for name in ["CONFIG", "LISTEN", "ZONE", "SECURE_COOKIES", "READERS", "LOG"] {
            command.env_remove(format!("XUEJI_{name}"));
        }
        command.current_dir(self.folder.path()).env("XUEJI_DATABASE", "sqlite:office.db");
        Ok(command.args(arguments).output()?)
    }

    fn import(&self, arguments: &[&str]) -> Result<Output> {
        self.xueji(&[&["import", "people"], arguments].concat())
    }

    /// Fills the template in, imports it, and gives the exit code with the answer as data.
    fn bring(&self, rows: &[&[(char, &str)]], options: &[&str]) -> Result<(Option<i32>, Value)> {
        fill(&self.file("roster.xlsx"), &self.file("filled.xlsx"), rows)?;
        let answer = self.import(&[&["filled.xlsx", "--json"], options].concat())?;
        let told = serde_json::from_slice(&answer.stdout);
        ensure!(told.is_ok(), "no answer: {}", String::from_utf8_lossy(&answer.stderr));
        Ok((answer.status.code(), told?))
    }

    /// Everybody with the organization that they belong to, by staff number.
    fn people(&self) -> Result<Vec<String>> {
        let db = Db::open(&DbUrl::Sqlite(self.file("office.db")), &Options::default())?;
        let people = db.read_blocking(|tx| {
            let sql = "select p.code, p.name, o.name from person p
                       join membership m on m.person_id = p.id
                       join organization o on o.id = m.organization_id
                       order by p.code, m.from_on";
            tx.query(sql, params![], |row| Ok(format!("{} {} {}", row.str(0)?, row.str(1)?, row.str(2)?)))
        })?;
        db.close();
        Ok(people)
    }
}

/// Staff number, name, the organization's code and name, and the day on which they joined it.
fn row<'c>(
    code: &'c str,
    name: &'c str,
    school: &'c str,
    title: &'c str,
    from_on: &'c str,
) -> [(char, &'c str); 7] {
    [
        ('A', code),
        ('B', name),
        ('D', school),
        ('E', title),
        ('F', "00"),
        ('G', "县教体局党委"),
        ('K', from_on),
    ]
}

#[test]
fn a_template_filled_in_is_rehearsed_then_imported_and_imported_again_updates() -> Result<()> {
    let office = Office::open()?;
    let zhang = row("01023", "张某某", "07", "第一中学党支部", "2024-09-01");
    let li = row("01024", "李某某", "08", "第二中学党支部", "2025-03-01");

    let (code, told) = office.bring(&[&zhang, &li], &["--dry-run"])?;
    assert_eq!(
        (code, &told["stored"], &told["summary"]["people_new"]),
        (Some(0), &false.into(), &2.into()),
        "{told}"
    );
    assert_eq!(office.people()?, Vec::<String>::new(), "a rehearsal stores nothing");

    let (code, told) = office.bring(&[&zhang, &li], &[])?;
    assert_eq!(
        (code, &told["stored"], &told["summary"]["people_new"]),
        (Some(0), &true.into(), &2.into()),
        "{told}"
    );
    let both = ["01023 张某某 第一中学党支部", "01024 李某某 第二中学党支部"];
    assert_eq!(office.people()?, both);

    let (code, told) = office.bring(&[&zhang, &li], &[])?;
    assert_eq!((code, &told["summary"]["people_unchanged"]), (Some(0), &2.into()), "{told}");
    assert_eq!(office.people()?, both, "the same sheet again doubles nobody");

    let renamed = row("01023", "张新名", "07", "第一中学党支部", "2024-09-01");
    let (code, told) = office.bring(&[&renamed, &li], &[])?;
    assert_eq!((code, &told["summary"]["people_changed"]), (Some(0), &1.into()), "{told}");
    assert_eq!(office.people()?, ["01023 张新名 第一中学党支部", both[1]]);
    Ok(())
}

#[test]
fn one_bad_row_keeps_the_whole_sheet_out_and_is_named_by_row_and_column() -> Result<()> {
    let office = Office::open()?;
    let first = first_row(&office.file("roster.xlsx"))?;
    let good = row("01023", "张某某", "07", "第一中学党支部", "2024-09-01");
    let undated = row("01024", "李某某", "07", "第一中学党支部", "二月三十日");
    let nameless = row("01025", "", "07", "第一中学党支部", "2024-09-01");

    let (code, told) = office.bring(&[&good, &undated, &nameless], &["--errors", "to-mend.xlsx"])?;
    assert_eq!((code, &told["stored"]), (Some(1), &false.into()), "{told}");
    let cells: Vec<String> = told["problems"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|problem| format!("{}{}", problem["column"].as_str().unwrap_or_default(), problem["row"]))
        .collect();
    assert_eq!(cells, [format!("K{}", first + 1), format!("B{}", first + 2)], "{told}");
    assert_eq!(office.people()?, Vec::<String>::new(), "not even the good row is stored");
    assert!(is_workbook(&office.file("to-mend.xlsx"))?, "the list of problems is a sheet");

    let plain = office.import(&["filled.xlsx"])?;
    let said = String::from_utf8_lossy(&plain.stdout).into_owned();
    assert_eq!(plain.status.code(), Some(1));
    assert!(said.contains(&format!("K{} 加入本组织日期: error", first + 1)), "{said}");
    Ok(())
}

#[test]
fn an_empty_template_and_a_file_that_is_no_sheet_are_refused_in_words() -> Result<()> {
    let office = Office::open()?;
    std::fs::write(office.file("note.xlsx"), "not a sheet")?;
    for file in ["roster.xlsx", "note.xlsx"] {
        let answer = office.import(&[file, "--lang", "en"])?;
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert_eq!(answer.status.code(), Some(1), "{file}: {said}");
        assert!(said.contains(file) && !said.contains("panicked"), "{said}");
    }
    let missing = office.import(&["nowhere.xlsx"])?;
    assert!(!missing.status.success());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nowhere.xlsx"));
    Ok(())
}

fn is_workbook(file: &Path) -> Result<bool> {
    Ok(zip::ZipArchive::new(std::fs::File::open(file)?)?.by_name("xl/workbook.xml").is_ok())
}
