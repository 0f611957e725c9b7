//! Merged blocks: only the first cell of a block has its value, the others are empty.

use calamine::Dimensions;

/// The letters Excel shows above a column counted from zero: A, Z, AA.
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The merged blocks that touch one column, for asking row by row.
#[derive(Debug, Default)]
pub(crate) struct MergedColumn {
    /// First row, last row and the block's first cell; by first row, since blocks never overlap.
    blocks: Vec<(u32, u32, (u32, u32))>,
}

impl MergedColumn {
    pub(crate) fn new(place: u32, regions: &[Dimensions]) -> Self {
        let mut blocks: Vec<_> = regions
            .iter()
            .filter(|region| (region.start.1..=region.end.1).contains(&place))
            .filter(|region| region.start.0 <= region.end.0)
            .map(|region| (region.start.0, region.end.0, region.start))
            .collect();
        blocks.sort_unstable();
        Self { blocks }
    }

    /// The first cell of the block that covers this row.
    pub(crate) fn first_of(&self, row: u32) -> Option<(u32, u32)> {
        let after = self.blocks.partition_point(|(start, ..)| *start <= row);
        let (_, end, first) = self.blocks.get(after.checked_sub(1)?)?;
        (*end >= row).then_some(*first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        let letters = [0, 25, 26, 701, 702, 16_383].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        assert_eq!(column_letters(u32::MAX).len(), 7);
    }

    #[test]
    fn a_cell_knows_the_block_that_covers_it() {
        let regions = [Dimensions::new((4, 1), (6, 2)), Dimensions::new((8, 2), (9, 2))];
        let merged = MergedColumn::new(2, &regions);
        let firsts = [3, 4, 6, 7, 9, 10].map(|row| merged.first_of(row));
        assert_eq!(firsts, [None, Some((4, 1)), Some((4, 1)), None, Some((8, 2)), None]);
    }
}
