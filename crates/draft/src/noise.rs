//! Lines that the document does not have: what a web page, a printer or a template site put around it.

use crate::text::{Span, Text};

/// Words of buttons, footers and failed templates of the sites that republish documents.
const SITE_WORDS: &[&str] = &[
    "下载文档",
    "一键复制",
    "复制全文",
    "template file",
    "点击下载",
    "上一篇",
    "下一篇",
    "责任编辑",
    "浏览次数",
    "文库",
    "版权所有",
    "扫一扫",
    "打印本页",
    "关闭窗口",
    "当前位置",
    "当前的位置",
    "侵权",
    "浏览:",
    "来源于网络",
    "发布时间",
    "字号",
    "分享到",
    "猜你喜欢",
    "版权声明",
    "网友投稿",
];

/// A line of a site is short: a sentence that speaks of downloading a document is the document's own.
const LONGEST: usize = 60;

/// The lines that are noise, in order.
pub fn noise(text: &Text) -> Vec<Span> {
    text.lines().into_iter().filter(|line| is_noise(text, *line)).collect()
}

fn is_noise(text: &Text, line: Span) -> bool {
    let said: String = text.plain(line).iter().collect();
    if line.len() > LONGEST || said.contains('。') {
        return false;
    }
    let lower = said.to_lowercase();
    SITE_WORDS.iter().any(|word| lower.contains(word)) || is_page_number(&said)
}

/// `- 3 -`, `第3页 共12页`: a number of a page and nothing else.
fn is_page_number(line: &str) -> bool {
    let rest: String =
        line.chars().filter(|symbol| !symbol.is_ascii_digit() && !symbol.is_whitespace()).collect();
    line.chars().any(|symbol| symbol.is_ascii_digit())
        && ["--", "第页", "第页共页", "第页/共页", "第页,共页"].contains(&rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let text = Text::new(text);
        noise(&text).into_iter().map(|line| text.given(line)).collect()
    }

    #[test]
    fn buttons_failed_templates_and_page_numbers_are_noise() {
        let page = "关于学习的意见\n2023-05-01 下载文档 收藏\n每月学习1次。\n— 3 —\n第 3 页 共 12 页\nThe template file 'x' not found";
        assert_eq!(
            found(page),
            ["2023-05-01 下载文档 收藏", "— 3 —", "第 3 页 共 12 页", "The template file 'x' not found"]
        );
    }

    #[test]
    fn sentences_and_cells_of_tables_are_not() {
        assert!(found("学员可从平台下载文档自学，每月不少于2篇。\n12\n3月\n5-10").is_empty());
    }
}
