//! Two documents to look at: `cargo run -p xueji-office --example paper -- FOLDER`.

use std::io;
use std::path::Path;

use xueji_office::{Block, Fact, FactRow, List, ListColumn, Orientation, Paper, Rank};

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    for (name, paper) in [("minutes", minutes()), ("sign-in", sign_in())] {
        std::fs::write(Path::new(&folder).join(name).with_extension("docx"), paper.write()?)?;
    }
    Ok(())
}

fn facts() -> Block {
    let half = |a: (&str, &str), b: (&str, &str)| FactRow::Halves(Fact::new(a.0, a.1), Fact::new(b.0, b.1));
    Block::Facts(vec![
        half(("时间", "2026年3月6日 15:00—16:30"), ("地点", "机关三楼会议室")),
        half(("主持人", "甲（支部书记）"), ("记录人", "乙")),
        half(("应到", "45人"), ("实到", "42人（请假2人，缺席1人）")),
        FactRow::Whole(Fact::new("议题", "学习“两会”精神，讨论一季度学习安排\n通报发展党员工作")),
    ])
}

fn minutes() -> Paper {
    let text = "会议指出，要坚持读原著、学原文、悟原理，做到学有所思、学有所得；每名党员每周自学不少于2小时，\
        每季度撰写1篇学习体会。支部书记要带头领学，并在3月31日前完成“一季一讲”。";
    let heading = |rank, text: &str| Block::Heading(rank, text.to_owned());
    let paragraph = || Block::Paragraph(text.to_owned());
    Paper {
        title: "机关第一党支部3月集中学习会议记录".to_owned(),
        subtitle: "（2026年第3次）".to_owned(),
        blocks: vec![
            facts(),
            heading(Rank::First, "学习内容"),
            paragraph(),
            heading(Rank::Second, "领学发言"),
            paragraph(),
            heading(Rank::Third, "第一位发言"),
            paragraph(),
            heading(Rank::Third, "第二位发言"),
            paragraph(),
            heading(Rank::Second, "交流讨论"),
            paragraph(),
            heading(Rank::First, "会议决定"),
            Block::Paragraph([text, text].join("\n")),
            Block::Signatures(vec!["主持人（签字）".to_owned(), "记录人（签字）".to_owned()]),
            Block::NewPage(Orientation::Landscape),
            Block::Title("2026年集中学习出勤情况一览表".to_owned()),
            Block::List(attendance()),
        ],
        ..Paper::default()
    }
}

fn sign_in() -> Paper {
    let rows = (1..=45).map(|number| vec![format!("党员{number:02}")]).collect();
    let columns = vec![ListColumn::centered("姓名", 2), ListColumn::centered("签到", 3)];
    Paper {
        title: "3月集中学习签到表".to_owned(),
        blocks: vec![facts(), Block::List(List { columns, rows, numbered: true, abreast: 2 })],
        ..Paper::default()
    }
}

fn attendance() -> List {
    let months = (1..=12).map(|month| ListColumn::centered(format!("{month}月"), 3));
    let mut columns = vec![ListColumn::centered("姓名", 5)];
    columns.extend(months);
    columns.push(ListColumn::centered("出勤率", 5));
    columns.push(ListColumn::left("备注", 10));
    let row = |number: usize| -> Vec<String> {
        let months =
            (0..12).map(|month| if (number + month).is_multiple_of(9) { "假" } else { "√" }.to_owned());
        let share = ["91.7%".to_owned(), "驻村，按公差计".to_owned()];
        [format!("党员{number:02}")].into_iter().chain(months).chain(share).collect()
    };
    List { columns, rows: (1..=30).map(row).collect(), numbered: true, abreast: 1 }
}
