//! Bytes of text in whichever encoding Chinese offices use: UTF-8, UTF-16 with a mark, GB18030.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

/// In so many bytes a text has no zero, and hardly a control character.
const LOOKED_AT: usize = 8 * 1024;

/// Whether the bytes are no text in any encoding that is read here.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let beginning = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let strange = beginning.iter().filter(|byte| **byte < b'\t' || (14..32).contains(*byte)).count();
    beginning.contains(&0) || strange * 100 > beginning.len()
}

/// The text; what cannot be read stands in it as `�`.
///
/// A mark at the beginning decides, then whether the bytes are UTF-8, then what the document declares; text that says
/// nothing of itself is GB18030, which holds GBK and GB2312.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return text.into_owned();
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return text.into_owned();
    }
    let (text, _): (Cow<'_, str>, bool) = declared.unwrap_or(GB18030).decode_without_bom_handling(bytes);
    text.into_owned()
}
