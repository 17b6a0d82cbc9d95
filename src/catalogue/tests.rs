use super::*;
use crate::language::Language;

#[test]
fn the_tree_has_sixteen_tops_and_ninety_one_leaves_with_four_labels_each() {
    let (leaves, tops): (Vec<_>, Vec<_>) = CategoryCode::all().partition(|it| it.is_leaf());
    assert_eq!((tops.len(), leaves.len()), (16, 91));
    for code in CategoryCode::all() {
        assert_eq!(CategoryCode::parse(code.as_str()), Some(code));
        for language in Language::ALL {
            assert!(!code.label(language).is_empty(), "{code} in {language}");
        }
    }
}
