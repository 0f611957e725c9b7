//! What the rules reach on labelled documents: those that they were tuned on, and apart from them those they never saw.

#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a scorer of our own documents"
)]

mod score;

use score::folder;

#[test]
fn tuned_documents_are_found_and_read() {
    // The arrangement itself, and the eight documents that came with it.
    let seed = folder("tuned", "seed");
    assert_eq!(seed.trap_hits, 0, "{}", seed.table("seed"));
    let mut given = folder("tuned", "0");
    assert_eq!((given.documents, seed.documents), (8, 1));
    given.gold += seed.gold;
    given.found += seed.found;
    given.matched += seed.matched;
    given.gold_duties += seed.gold_duties;
    given.found_duties += seed.found_duties;
    given.right_duties += seed.right_duties;
    assert!(given.detection() >= 0.97, "{}", given.table("given"));
    assert!(given.core() >= 0.90, "{}", given.table("given"));
}

#[test]
fn documents_never_tuned_on_do_not_get_worse() {
    let unseen = folder("unseen", "u");
    assert_eq!(unseen.documents, 3);
    assert!(unseen.detection() >= 0.86, "{}", unseen.table("unseen"));
    assert!(unseen.core() >= 0.59, "{}", unseen.table("unseen"));
}
