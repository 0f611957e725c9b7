//! The same plan for another year.

use toml::de::DeTable;

/// The file with another year in `[plan] year`, everything else as it stands, comments included.
///
/// Days without a year move along; what names a year and no longer fits, checking the new file reports.
/// Nothing where the file has no year.
pub fn carry(toml_text: &str, year: i16) -> Option<String> {
    let (table, _) = DeTable::parse_recoverable(toml_text);
    let plan = table.get_ref().get("plan")?.get_ref().as_table()?;
    let old = plan.get("year")?;
    old.get_ref().as_integer()?;
    let (before, after) = (toml_text.get(..old.span().start)?, toml_text.get(old.span().end..)?);
    Some(format!("{before}{year}{after}"))
}

#[cfg(test)]
mod tests {
    use super::carry;

    #[test]
    fn only_the_year_changes_and_comments_stay() {
        let text = "# 麟游\n[plan]\nid = \"a\" # 2022\nyear   = 2022 # 年度\n\n[[duty]]\nby = \"11月底\"\n";
        let carried = carry(text, 2027).unwrap();
        assert_eq!(carried, text.replace("= 2022 #", "= 2027 #"));
    }

    #[test]
    fn a_file_without_a_year_cannot_be_carried() {
        assert_eq!(carry("[plan]\nyear = \"2022\"\n", 2027), None);
        assert_eq!(carry("", 2027), None);
    }
}
