//! The periods of a duty.
