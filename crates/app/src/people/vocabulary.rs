//! The words that posts, types of unit and duties go by.

use xueji_plan::{Named, Plan};

use crate::shell::Lang;

/// What the plans in force speak of, by code and name; `people` itself knows no plan.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    pub(crate) posts: Vec<Named>,
    pub(crate) unit_types: Vec<Named>,
    pub(crate) duties: Vec<Named>,
}

/// The posts that bear rights are known without any plan.
const RIGHT_BEARING: [(&str, &str, &str); 4] = [
    ("secretary", "书记", "Secretary"),
    ("deputy-secretary", "副书记", "Deputy secretary"),
    ("office-staff", "党建办工作人员", "Party-building office staff"),
    ("inspector", "检查员", "Inspector"),
];

/// Whether a post bears rights, so that only somebody above may give it.
pub(crate) fn bears_rights(post: &str) -> bool {
    RIGHT_BEARING.iter().any(|(code, ..)| *code == post)
}

impl Vocabulary {
    /// The name of a post; its code where no plan speaks of it.
    pub(crate) fn post(&self, code: &str, lang: Lang) -> String {
        named(&self.posts, code, lang)
    }

    /// The names of posts, in the order in which the plans list them.
    pub(crate) fn in_order<'c>(&self, codes: impl Iterator<Item = &'c str>, lang: Lang) -> Vec<String> {
        let place = |code: &str| self.posts.iter().position(|post| post.code == code);
        let mut codes: Vec<&str> = codes.collect();
        codes.sort_by_key(|code| place(code).unwrap_or(usize::MAX));
        codes.dedup();
        codes.into_iter().map(|code| self.post(code, lang)).collect()
    }

    /// The name of a type of unit; its code where no plan speaks of it.
    pub(crate) fn unit_type(&self, code: &str, lang: Lang) -> String {
        named(&self.unit_types, code, lang)
    }

    /// The title of a duty; its code where no plan speaks of it.
    pub(crate) fn duty(&self, code: &str, lang: Lang) -> String {
        named(&self.duties, code, lang)
    }

    /// The words of these plans.
    pub(crate) fn of<'p>(plans: impl IntoIterator<Item = &'p Plan>) -> Self {
        let mut words = Self { posts: Vec::new(), unit_types: Vec::new(), duties: Vec::new() };
        for plan in plans {
            extend(&mut words.posts, plan.posts.iter().cloned());
            extend(&mut words.unit_types, plan.unit_types.iter().cloned());
            extend(
                &mut words.duties,
                plan.duties.iter().map(|duty| Named {
                    code: duty.code.clone(),
                    title: duty.title.clone(),
                    title_en: duty.title_en.clone(),
                }),
            );
        }
        extend(
            &mut words.posts,
            RIGHT_BEARING.map(|(code, title, english)| Named {
                code: code.to_owned(),
                title: title.to_owned(),
                title_en: Some(english.to_owned()),
            }),
        );
        words
    }
}

fn named(words: &[Named], code: &str, lang: Lang) -> String {
    let Some(word) = words.iter().find(|word| word.code == code) else { return code.to_owned() };
    lang.title(word).to_owned()
}

fn extend(words: &mut Vec<Named>, more: impl IntoIterator<Item = Named>) {
    for word in more {
        if words.iter().all(|known| known.code != word.code) {
            words.push(word);
        }
    }
}

/// The code that a word stands for: a code, a name or an English name.
pub(super) fn code_of<'w>(words: &'w [Named], written: &str) -> Option<&'w str> {
    let is = |text: &str| text.eq_ignore_ascii_case(written);
    let found = words
        .iter()
        .find(|word| is(&word.code) || is(&word.title) || word.title_en.as_deref().is_some_and(is));
    found.map(|word| word.code.as_str())
}

/// What may be written, for saying how to mend a word: names in both languages.
pub(super) fn titles(words: &[Named]) -> (String, String) {
    /// As many as a message can carry.
    const MOST: usize = 20;
    let shown = words.iter().take(MOST);
    let english = shown.clone().map(|word| word.title_en.as_deref().unwrap_or(&word.title));
    (
        shown.map(|word| word.title.as_str()).collect::<Vec<_>>().join("、"),
        english.collect::<Vec<_>>().join(", "),
    )
}
