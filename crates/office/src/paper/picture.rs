//! Pictures as drawings of Word.

use super::Picture;
use super::markup::{Markup, escaped};
use super::package::picture_id;

/// Lengths are in English metric units, of which an inch has 914,400 and a millimeter 36,000.
const OF_A_PIXEL: u64 = 914_400 / 150;
/// The text is 156 mm wide; a heading and some lines stay on the page with the picture.
const WIDEST: u64 = 156 * 36_000;
const HIGHEST: u64 = 190 * 36_000;

/// A picture in a paragraph of its own; `at` counts those before it.
pub(super) fn draw(markup: &mut Markup, picture: &Picture, at: usize) {
    let (width, height) = size(picture);
    let (id, number, told) = (picture_id(at), at + 1, attribute(&picture.told));
    markup.raw(&format!(
        concat!(
            r#"<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing>"#,
            r#"<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#,
            r#" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>"#,
            r#"<wp:docPr id="{number}" name="{id}" descr="{told}"/>"#,
            r#"<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">"#,
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
            r#"<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
            r#"<pic:nvPicPr><pic:cNvPr id="{number}" name="{id}"/><pic:cNvPicPr/></pic:nvPicPr>"#,
            r#"<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
            r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>"#,
            r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"#,
            r#"</wp:inline></w:drawing></w:r></w:p>"#,
        ),
        width = width,
        height = height,
        number = number,
        id = id,
        told = told,
    ));
}

fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// As large as it is at 150 pixels an inch, and no larger than the page.
fn size(picture: &Picture) -> (u64, u64) {
    let natural = |pixels: u32| u64::from(pixels.max(1)) * OF_A_PIXEL;
    let (width, height) = (natural(picture.width), natural(picture.height));
    let (fit_width, fit_height) = (width.min(WIDEST), height.min(HIGHEST));
    // The side that has to give way more decides.
    if fit_width * height <= fit_height * width {
        (fit_width, (height * fit_width / width).max(1))
    } else {
        ((width * fit_height / height).max(1), fit_height)
    }
}

#[cfg(test)]
mod tests {
    use super::{HIGHEST, OF_A_PIXEL, WIDEST, size};
    use crate::Picture;

    #[test]
    fn a_picture_keeps_its_shape_and_stays_on_the_page() {
        let of = |width, height| size(&Picture { width, height, ..Picture::default() });
        assert_eq!(of(300, 150), (300 * OF_A_PIXEL, 150 * OF_A_PIXEL));
        assert_eq!(of(4000, 2000), (WIDEST, WIDEST / 2));
        assert_eq!(of(1000, 4000), (HIGHEST / 4, HIGHEST));
    }
}
