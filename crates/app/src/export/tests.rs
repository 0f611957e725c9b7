//! Exports as visitors ask for them.
