//! How long it takes to hold an essay of 2,000 characters against 50,000 others: `speed [OTHERS]`.
//!
//! The others are made by chance, letter after letter as letters follow each other in `corpus/closeness`, with formulae
//! between; every five-hundredth holds a paragraph of the essay, and sixty are copies of it.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a measurement that prints figures"
)]

#[path = "../tests/set/chance.rs"]
#[expect(dead_code, reason = "the measured set uses the rest")]
mod chance;

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};
use std::{env, fs, path::Path};

use chance::Chance;
use xueji_closeness::{Quoted, Text, candidates, compare, fingerprint};

/// Characters of an essay.
const ESSAY: usize = 2_000;
const FORMULAE: [&str; 4] = [
    "要把思想和行动统一到上级的决策部署上来，切实增强责任感和紧迫感。",
    "必须坚定理想信念，牢记全心全意为人民服务的根本宗旨。",
    "做到学思用贯通、知信行统一，把学习成果转化为推动工作的实际成效。",
    "充分发挥基层党组织的战斗堡垒作用和党员的先锋模范作用。",
];

/// Which letters follow which.
type Followers = BTreeMap<char, Vec<char>>;

fn main() {
    let others = env::args().nth(1).map_or(50_000, |count| count.parse().unwrap());
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let quoted: Quoted = [&read(&corpus.join("tuned/seed.txt"))].into_iter().collect();
    let followers = followers(&corpus.join("closeness"));
    let essay = essay(&followers, &mut Chance::of("essay"));
    let paragraph: String = essay.chars().skip(500).take(200).collect();

    let begun = Instant::now();
    let mut holders: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut originals = Vec::new();
    let mut rows = 0;
    for id in 0..others {
        let mut text = self::essay(&followers, &mut Chance::of(&id.to_string()));
        if id % 500 == 0 {
            text.insert_str(0, &paragraph);
        }
        if id < 60 {
            text.clone_from(&essay);
        }
        let keys = fingerprint(&Text::new(&text), &quoted);
        rows += keys.len();
        for key in keys {
            holders.entry(key).or_default().push(id);
        }
        originals.push(text);
    }
    println!("{others} others kept in {:.1?}, {:.1} rows each", begun.elapsed(), rows as f64 / others as f64);

    let mut took: Vec<Duration> = Vec::new();
    let mut close = 0;
    let mut looked_at = 0;
    for _ in 0..40 {
        let begun = Instant::now();
        let text = Text::new(&essay);
        let keys = fingerprint(&text, &quoted);
        let rows =
            keys.iter().flat_map(|key| holders.get(key).into_iter().flatten().map(move |id| (*key, *id)));
        let found = candidates(keys.len(), rows);
        looked_at = found.len();
        close = found
            .into_iter()
            .filter(|id| compare(&text, &Text::new(&originals[*id]), &quoted).is_close())
            .count();
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    println!(
        "an essay held against them: median {:.1?}, slowest {:.1?}; {looked_at} compared, {close} close",
        took[20], took[39]
    );
}

fn read(file: &Path) -> Text {
    Text::new(&fs::read_to_string(file).unwrap())
}

fn followers(folder: &Path) -> Followers {
    let mut followers = Followers::new();
    for part in ["tuned", "unseen"] {
        let mut files: Vec<_> =
            fs::read_dir(folder.join(part)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let letters: Vec<char> =
                fs::read_to_string(file).unwrap().chars().filter(|letter| !letter.is_ascii()).collect();
            letters.windows(2).for_each(|pair| followers.entry(pair[0]).or_default().push(pair[1]));
        }
    }
    followers
}

fn essay(followers: &Followers, chance: &mut Chance) -> String {
    let mut essay = Vec::new();
    let mut last = '学';
    while essay.len() < ESSAY {
        last = followers.get(&last).map_or('学', |next| next[chance.below(next.len())]);
        essay.push(last);
        if last == '。' && chance.percent(8) {
            essay.extend(chance.one(&FORMULAE).chars());
        }
    }
    essay.into_iter().collect()
}
