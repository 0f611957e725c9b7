//! From the text of an arrangement to a draft of its duties: rules and word lists, nothing learned, nothing random.
//!
//! This much reads the text into its parts: the noise of republishing, the tree of sections, the clauses of each, the
//! numbers in them with what is said before and after, how often something is asked, and by when. Every part knows the
//! characters that it came from.

mod clause;
mod date;
mod noise;
mod number;
mod outline;
mod rhythm;
mod text;

pub use clause::{Clause, clauses};
pub use date::{Day, When, dates};
pub use noise::noise;
pub use number::{Bound, Comparator, Number, Scale, numbers};
pub use outline::{Section, outline};
pub use rhythm::{Rhythm, rhythms};
pub use text::{Span, Text};
