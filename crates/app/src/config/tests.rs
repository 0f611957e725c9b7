//! Which source of a key is stronger, and that the documents say what holds.

use crate::config::{Overrides, Settings, reference};

#[test]
fn the_reference_in_the_documents_is_the_one_that_is_generated() {
    assert_eq!(
        include_str!("../../../../docs/configuration.md"),
        reference(),
        "run `xueji config reference > docs/configuration.md`"
    );
}

#[test]
fn a_flag_is_stronger_than_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("xueji.toml");
    std::fs::write(&file, "listen = \"0.0.0.0:80\"\nreaders = 3\n").unwrap();
    let overrides = Overrides {
        config: Some(file),
        readers: Some(5),
        database: Some("x.db".into()),
        ..Overrides::default()
    };
    let settings = Settings::read(&overrides).unwrap();
    assert_eq!((settings.listen(), settings.readers), ("0.0.0.0:80", 5));
    assert_eq!(settings.database().unwrap().to_string(), "sqlite:x.db");
    assert_eq!(settings.zone, "Asia/Shanghai");
}

#[test]
fn an_unknown_key_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("xueji.toml");
    std::fs::write(&file, "listn = \"0.0.0.0:80\"\n").unwrap();
    let error = Settings::read(&Overrides { config: Some(file), ..Overrides::default() }).unwrap_err();
    assert!(format!("{error:#}").contains("listn"), "{error:#}");
}

#[test]
fn cookies_are_for_https_alone_where_browsers_come_by_it() {
    let at = |address: &str| Settings { address: address.to_owned(), ..Settings::default() };
    assert!(at("https://learning.example.org").secure_cookies());
    assert!(!at("http://127.0.0.1:8080").secure_cookies() && !at("").secure_cookies());
}
