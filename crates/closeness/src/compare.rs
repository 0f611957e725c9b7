//! How much of a text stands in another, and the passages side by side.

use crate::passage::{Chain, Passage, chains};
use crate::quoted::Quoted;
use crate::text::Text;

/// A passage of so many letters is close in any text: a paragraph. Formulae and sayings are shorter.
const PARAGRAPH: usize = 100;
/// Shorter passages are close where together they have so many letters,
const LETTERS: usize = 60;
/// and make up so large a part of the text's own, in a hundred.
const PART: usize = 50;

/// What a text shares with another, beyond what anybody may quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Closeness {
    /// The share of the text's own stretches of six letters that stand in the other, from 0 to 1, exactly.
    pub share: f64,
    /// Where the texts run alike for a while: in the order of the text, none overlapping here.
    pub passages: Vec<Passage>,
    /// Letters of the passages that stand in both.
    pub letters: usize,
    /// Letters of the longest passage, from its first to its last.
    pub longest: usize,
    /// Stretches of the text that no source explains: nearly the number of its letters.
    pub own: usize,
}

impl Closeness {
    /// Whether this is worth showing to the author: a paragraph of a hundred letters, or half of a text, of sixty letters
    /// at least.
    ///
    /// It says that two texts are close, not who wrote which, and not that anybody did wrong.
    #[must_use]
    pub fn is_close(&self) -> bool {
        let is_half = self.letters >= LETTERS && self.letters * 100 >= self.own * PART;
        self.longest >= PARAGRAPH || is_half
    }
}

/// Compares a text with another. Not symmetric: all of a note may stand in an essay that is mostly another's own.
///
/// Takes time in proportion to the letters of the two, whatever they are.
pub fn compare(here: &Text, there: &Text, quoted: &Quoted) -> Closeness {
    let own = here.stretches().iter().filter(|stretch| !quoted.holds(**stretch));
    let (own, shared) = own.fold((0_u32, 0_u32), |(own, shared), stretch| {
        (own + 1, shared + u32::from(there.places_of(*stretch).next().is_some()))
    });
    let chains = chains(here, there, quoted);
    Closeness {
        share: f64::from(shared) / f64::from(own.max(1)),
        letters: chains.iter().map(|chain| chain.letters).sum(),
        longest: chains.iter().map(Chain::length).max().unwrap_or_default(),
        own: usize::try_from(own).unwrap_or(usize::MAX),
        passages: chains.iter().map(|chain| chain.passage(here, there)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Closeness, compare};
    use crate::quoted::Quoted;
    use crate::text::Text;

    const PARAGRAPH: &str = "为了记住时间地点，我在地图上把走过的路线重新描了一遍。描到第四次渡河的时候，线绕来绕去，描错了三次。\
        那一刻忽然明白，书上短短一行字，当年是多少人用脚一步一步走出来的。我们今天遇到的困难，和那时候相比实在算不得什么，\
        抱怨的话少说了，备课的时间多了。";
    const OWN: &str = "办事大厅每天进出三百多人，最多的时候排到门外。讲座上问了一个问题：如果现在着火，大厅里的人往哪边走？\
        我答得很快，说走正门。消防员摇头，说正门是排队最密的地方。东侧小门前面常年摆着两盆发财树和一个饮水机。";
    const OTHERS: &str = "到村里驻了二十天，白天入户，晚上开院坝会，笔记写满了一本半。产业不能只看种了多少，要看卖了多少。\
        老人的事情不能只发钱，他们最怕的不是没有钱，是摔倒了没有人知道。";

    fn compared(here: &str, there: &str) -> Closeness {
        compare(&Text::new(here), &Text::new(there), &Quoted::nothing())
    }

    #[test]
    fn a_paragraph_of_another_text_is_found_letter_for_letter() {
        let (here, there) = (format!("{OWN}\n{PARAGRAPH}"), format!("{PARAGRAPH}\n\n{OTHERS}"));
        let close = compared(&here, &there);
        assert!(close.is_close());
        let [passage] = &close.passages[..] else { panic!("{close:?}") };
        let without_stop = PARAGRAPH.trim_end_matches('。');
        assert_eq!(here.get(passage.here.clone()), Some(without_stop));
        assert_eq!(there.get(passage.there.clone()), Some(without_stop));
        assert!(close.share > 0.45 && close.share < 0.6, "{}", close.share);
    }

    #[test]
    fn two_texts_of_their_own_are_not_close() {
        let apart = compared(OWN, OTHERS);
        assert!(!apart.is_close() && apart.passages.is_empty());
    }

    #[test]
    fn half_of_a_note_is_close_though_no_paragraph_is() {
        let note = "笔记写满了一本半。产业不能只看种了多少，要看卖了多少。他们最怕的不是没有钱，是摔倒了没有人知道。\
                    老人的事情不能只发钱，又补了几户。白天入户，晚上开院坝会。";
        let close = compared(note, OTHERS);
        assert!(close.longest < 100 && close.is_close(), "{close:?}");
    }

    #[test]
    fn a_formula_is_not_close_even_in_a_short_text() {
        let formula = "充分发挥基层党组织的战斗堡垒作用和党员的先锋模范作用。";
        let close = compared(&format!("灯修好了，一共二十块。{formula}"), &format!("{OTHERS}{formula}"));
        assert!(close.share > 0.5 && !close.is_close(), "{close:?}");
    }

    #[test]
    fn other_years_and_figures_are_the_same_text() {
        let last_year = "2024年全县初中毕业生有216人到外县读高中，比上一年多了3.5%。路通了以后，好老师请进来也容易了，\
                         关键看我们站在哪一头想问题，把留住学生的功夫下在课堂上，不下在围墙上。";
        let this_year = last_year.replace("2024", "2025").replace("216", "1,198").replace("3.5", "12");
        let close = compared(&this_year, last_year);
        assert!((close.share - 1.0).abs() < f64::EPSILON, "{close:?}");
    }

    #[test]
    fn clauses_that_changed_places_are_one_passage() {
        let moved = PARAGRAPH.replace("线绕来绕去，描错了三次", "描错了三次，线绕来绕去");
        assert_eq!(compared(&moved, PARAGRAPH).passages.len(), 1);
    }

    #[test]
    fn a_text_without_letters_shares_nothing() {
        let nothing = compared("……！", OWN);
        assert!(nothing.share.abs() < f64::EPSILON && !nothing.is_close());
        assert!(!compared("", "").is_close());
    }
}
