//! From the text of an arrangement to a draft of its duties: rules and word lists, nothing learned, nothing random.
//!
//! This much reads the text into its parts: the noise of republishing, the tree of sections, the clauses of each, and the
//! numbers in them with what is said before and after. Every part knows the characters that it came from.

mod clause;
mod noise;
mod number;
mod outline;
mod text;

pub use clause::{Clause, clauses};
pub use noise::noise;
pub use number::{Bound, Comparator, Number, Scale, numbers};
pub use outline::{Section, outline};
pub use text::{Span, Text};
