//! Prints what the rules reach on the labelled documents of the repository: `cargo run -p xueji-draft --example score`.

#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a scorer of our own documents"
)]
#![expect(clippy::print_stdout, reason = "it prints")]

#[path = "../tests/score/mod.rs"]
mod score;

fn main() {
    for (name, folder, prefix) in [
        ("the arrangement", "tuned", "seed"),
        ("given with it", "tuned", "0"),
        ("our own, tuned on", "tuned", "u"),
        ("our own, written last", "tuned", "e"),
        ("never tuned on", "unseen", "u"),
    ] {
        println!("{}", score::folder(folder, prefix).table(name));
    }
}
