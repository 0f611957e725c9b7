//! A plan as tables that people read: in a terminal, on a page, in a sheet.

mod grid;
mod load;

pub use grid::Grid;
pub use load::{load_against, load_grid};

use crate::duty::{Counting, Duty, Modality};
use crate::lang::Lang;
use crate::lexicon::{self, COUNTING, EVIDENCE, MODALITIES, OPEN_FIELDS};
use crate::plan::Plan;
use crate::words;

/// The plan as text: its head, its duties, and what stands beside them.
pub fn text(plan: &Plan, lang: Lang) -> String {
    let title = match lang {
        Lang::Zh => &plan.title,
        Lang::En => plan.title_en.as_ref().unwrap_or(&plan.title),
    };
    let days = words::span(plan.span, lang);
    let mut text = format!("{title}\n{} · {days}\n", plan.issuer);
    for basis in &plan.basis {
        text.extend(["《", &basis.title, "》", basis.number.as_deref().unwrap_or_default(), "\n"]);
    }
    for grid in [duties(plan, lang), wholes(plan, lang)].iter().filter(|grid| !grid.rows.is_empty()) {
        text.push('\n');
        text.push_str(&grid.to_string());
    }
    text
}

/// The duties: a serial number first, remarks last.
pub fn duties(plan: &Plan, lang: Lang) -> Grid {
    let rows = plan.duties.iter().enumerate().map(|(index, duty)| {
        vec![
            (index + 1).to_string(),
            duty.code.clone(),
            duty.group.clone().unwrap_or_default(),
            title(duty, lang).to_owned(),
            words::subject(&duty.who, plan, lang),
            owed(duty, lang),
            proof(duty, lang),
            remarks(duty, lang),
        ]
    });
    let columns = match lang {
        Lang::Zh => ["序号", "编码", "分组", "要求", "谁", "多少", "凭据", "备注"],
        Lang::En => ["No.", "Code", "Group", "Duty", "Who", "How much", "Proof", "Remarks"],
    };
    Grid { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// Campaigns, programs and awards.
pub fn wholes(plan: &Plan, lang: Lang) -> Grid {
    let kinds = match lang {
        Lang::Zh => ["活动", "工程", "表彰"],
        Lang::En => ["campaign", "program", "award"],
    };
    let [campaign, program, award] = kinds;
    let campaigns = plan
        .campaigns
        .iter()
        .map(|part| (campaign, &part.name, part.window.map(|window| words::span(window, lang)), &part.open));
    let programs = plan.programs.iter().map(|part| (program, &part.name, None, &part.open));
    let awards =
        plan.awards.iter().map(|part| (award, &part.name, part.by.map(|day| day.to_string()), &part.open));
    let rows =
        campaigns.chain(programs).chain(awards).enumerate().map(|(index, (kind, name, when, open))| {
            let title = match lang {
                Lang::Zh => &name.title,
                Lang::En => name.title_en.as_ref().unwrap_or(&name.title),
            };
            let serial = (index + 1).to_string();
            vec![
                serial,
                kind.to_owned(),
                name.code.clone(),
                title.clone(),
                when.unwrap_or_default(),
                left_open(open, lang),
            ]
        });
    let columns = match lang {
        Lang::Zh => ["序号", "类型", "编码", "名称", "时间", "备注"],
        Lang::En => ["No.", "Kind", "Code", "Title", "When", "Remarks"],
    };
    Grid { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

fn title(duty: &Duty, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &duty.title,
        Lang::En => duty.title_en.as_deref().unwrap_or(&duty.title),
    }
}

/// What is owed, marked where the number is not the arrangement's own.
fn owed(duty: &Duty, lang: Lang) -> String {
    let owed = words::owed(&duty.amount, &duty.timing, lang);
    match lang {
        _ if !duty.is_amount_local() && !duty.is_period_local() => owed,
        Lang::Zh => format!("{owed}（本地确定）"),
        Lang::En => format!("{owed} (set locally)"),
    }
}

fn proof(duty: &Duty, lang: Lang) -> String {
    let mut parts: Vec<&str> =
        duty.evidence.iter().map(|kind| lexicon::write(EVIDENCE, kind, lang)).collect();
    if duty.counting != Counting::Declared {
        parts.push(lexicon::write(COUNTING, &duty.counting, lang));
    }
    parts.join(separator(lang))
}

fn remarks(duty: &Duty, lang: Lang) -> String {
    let mut parts = Vec::new();
    if duty.modality != Modality::Must {
        parts.push(lexicon::write(MODALITIES, &duty.modality, lang).to_owned());
    }
    if let Some(local) = &duty.local {
        parts.push(match lang {
            Lang::Zh => format!("{}：{}", local.by, local.why),
            Lang::En => format!("{}: {}", local.by, local.why),
        });
    } else if !duty.open.is_empty() {
        parts.push(left_open(&duty.open, lang));
    }
    if let Some(whole) = &duty.part_of {
        parts.push(match lang {
            Lang::Zh => format!("其中：属于{whole}"),
            Lang::En => format!("part of {whole}"),
        });
    }
    parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

fn left_open(open: &[crate::duty::OpenField], lang: Lang) -> String {
    let fields: Vec<&str> = open.iter().map(|field| lexicon::write(OPEN_FIELDS, field, lang)).collect();
    match lang {
        _ if fields.is_empty() => String::new(),
        Lang::Zh => format!("未定：{}", fields.join("、")),
        Lang::En => format!("left open: {}", fields.join(", ")),
    }
}

fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}
