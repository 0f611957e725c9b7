//! What tables there are, for whatever copies a whole database.

use crate::{Dialect, Error, Result, Tx};

/// The kinds of columns that a portable schema has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// An integer.
    Int,
    /// A floating-point number.
    Real,
    /// A boolean, whatever the database keeps it as.
    Bool,
    /// Bytes.
    Bytes,
}

/// A table with its columns in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Names and kinds of its columns.
    pub columns: Vec<(String, Kind)>,
}

const SQLITE: &str = "select m.name, c.name, lower(c.type)
    from sqlite_master m
    join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite%' and m.name not like 'refinery%'
    order by m.name, c.cid";

const POSTGRES: &str = "select table_name::text, column_name::text, data_type::text
    from information_schema.columns
    where table_schema = current_schema() and table_name not like 'refinery%'
        and table_name in (select table_name from information_schema.tables
            where table_schema = current_schema() and table_type = 'BASE TABLE')
    order by table_name::text, ordinal_position";

impl Tx {
    /// Every table of the schema but the record of migrations, by name.
    pub fn tables(&mut self) -> Result<Vec<Table>> {
        let sql = match self.dialect() {
            Dialect::Sqlite => SQLITE,
            Dialect::Postgres => POSTGRES,
        };
        let mut tables: Vec<Table> = Vec::new();
        self.each(sql, &[], |row| {
            let (table, column) = (row.str(0)?, row.get(1)?);
            let kind = match row.str(2)? {
                "text" => Kind::Text,
                "bigint" | "integer" => Kind::Int,
                "double precision" => Kind::Real,
                "boolean" => Kind::Bool,
                "bytea" | "blob" => Kind::Bytes,
                other => return Err(Error::Other(format!("a column of {table} is of type {other}"))),
            };
            match tables.last_mut().filter(|last| last.name == table) {
                Some(last) => last.columns.push((column, kind)),
                None => tables.push(Table { name: table.to_owned(), columns: vec![(column, kind)] }),
            }
            Ok(())
        })?;
        Ok(tables)
    }
}
