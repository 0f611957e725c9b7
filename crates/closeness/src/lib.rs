//! Which texts are close to one another, and where: a help for authors and readers, and never a verdict about a person.
//!
//! Pure: no files, no clock, no database. It knows texts, passages and sources, nothing of who wrote them or why.
//! How it works, its thresholds and what it reaches: `docs/closeness.md`.
//!
//! ```text
//! text ──Text::new──▶ letters ──fingerprint──▶ keys, stored with the text's id
//!                        │                        │ rows found under the keys of a new text
//!                        │                        ▼
//!                        │                    candidates ──▶ the few texts worth reading
//!                        ▼                        │
//!                     compare ◀───────────────────┘
//!                        └──▶ Closeness: share, passages side by side, is_close
//! ```
//!
//! # A text close to another
//!
//! ```
//! use xueji_closeness::{Quoted, Text, compare};
//!
//! let earlier = "竞赛要求背的是年份和人数，可真正让我睡不着的是另外一些东西。过草地的部队断了粮，炊事班的人先倒下，\
//!                因为他们把粮食省给了别人。这样的故事讲给学生听，有个孩子问：他们怎么知道自己会赢？我当时没有答好。\
//!                后来想想，他们未必知道自己能不能看到胜利，但他们相信这条路是对的。";
//! let new = "上周五轮到我领学，我讲了一段往事：过草地的队伍断了粮，炊事班的人先倒下，因为他们把粮食省给了别人。\
//!            这样的故事讲给孩子们听，有个孩子问：他们怎么知道自己会赢？我当时没有答好。后来想想，他们未必\
//!            知道自己能不能看到胜利，可是相信这条路是对的。";
//!
//! let close = compare(&Text::new(new), &Text::new(earlier), &Quoted::nothing());
//! assert!(close.is_close());
//!
//! // Passages are ranges of bytes of the originals, fit to show them side by side.
//! let passage = &close.passages[0];
//! assert!(new[passage.here.clone()].starts_with("断了粮，炊事班的人先倒下"));
//! assert!(earlier[passage.there.clone()].starts_with("断了粮，炊事班的人先倒下"));
//! ```
//!
//! # Quotation of what all were given does not count
//!
//! ```
//! use xueji_closeness::{Quoted, Text, compare};
//!
//! let arrangement = Text::new("各支部要把争创活动作为推进学习型党组织建设的重要抓手，列入工作日程，作出专门部署，\
//!                              立足工作实际和职能特点，制定具体实施方案，明确学习重点，突出单位特色。");
//! let quoted: Quoted = [&arrangement].into_iter().collect();
//! let one = "通知说：“把争创活动作为推进学习型党组织建设的重要抓手，列入工作日程，作出专门部署，立足工作实际和职能特点，\
//!            制定具体实施方案，明确学习重点，突出单位特色。”我们支部人少，先从一人一题做起。";
//! let other = "学了通知，记住一句：把争创活动作为推进学习型党组织建设的重要抓手，列入工作日程，作出专门部署，立足工作实际和\
//!              职能特点，制定具体实施方案，明确学习重点，突出单位特色。窗口的特色就是一个快字。";
//!
//! let (one, other) = (Text::new(one), Text::new(other));
//! assert!(compare(&one, &other, &Quoted::nothing()).is_close());
//! assert!(!compare(&one, &other, &quoted).is_close());
//! ```
//!
//! # One among many
//!
//! Each text is stored under some keys ([`fingerprint`]); a new one is compared with the few that share keys with it
//! ([`candidates`]). A table of (text, key) with an index on the key is all that a database needs.
//!
//! ```
//! use xueji_closeness::{Quoted, Text, candidates, compare, fingerprint};
//!
//! let quoted = Quoted::nothing();
//! let texts = [
//!     "德育不是错了才管，是心里装着人。从那以后我在备课本的最后一页留了一栏，写学生最近的情况，只给自己看。",
//!     "一盏灯二十几块钱，换一次十分钟，为什么三个月没有人换？因为人人都看见了，人人都以为别人会报，结果谁也没有报。",
//! ]
//! .map(Text::new);
//! let table: Vec<(i64, usize)> = (0..)
//!     .zip(&texts)
//!     .flat_map(|(id, text)| fingerprint(text, &quoted).into_iter().map(move |key| (key, id)))
//!     .collect();
//!
//! let new = Text::new("一盏灯二十几块钱，换一回只要十分钟，为什么三个月没有人换？因为人人都看见了，人人都以为别人会报。");
//! let keys = fingerprint(&new, &quoted);
//! let found = candidates(keys.len(), table.into_iter().filter(|(key, _)| keys.contains(key)));
//! assert_eq!(found, [1]);
//! assert!(compare(&new, &texts[1], &quoted).share > 0.5);
//! ```
#![deny(missing_docs)]

mod candidates;
mod compare;
mod keys;
mod passage;
mod quoted;
mod text;

pub use candidates::{COMMON, LOOKED_AT, candidates};
pub use compare::{Closeness, compare};
pub use keys::fingerprint;
pub use passage::Passage;
pub use quoted::Quoted;
pub use text::Text;
