//! Texts that are nothing but words and places to fill, which most are, and those that choose by a
//! plain number, as the names of months do. They are put together here: a letter of twenty finds has
//! four hundred of them, and fluent, which can do so much more, takes several times as long for the
//! same words.

use std::borrow::Cow;

use fluent_syntax::ast::{
    Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};

type Args = [(Cow<'static, str>, String)];

/// The words; `None` where the pattern asks for more than this knows, such as the plural of a
/// language, or a place has nothing to go into it.
pub(super) fn filled(pattern: &Pattern<&str>, args: &Args) -> Option<String> {
    let mut words = String::with_capacity(length(pattern, args));
    fill(pattern, args, &mut words)?;
    Some(words)
}

fn fill(pattern: &Pattern<&str>, args: &Args, words: &mut String) -> Option<()> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => words.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(place) } => {
                words.push_str(argument(place, args)?);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                fill(chosen(argument(selector, args)?, variants)?, args, words)?;
            }
        }
    }
    Some(())
}

/// Enough for all words of a pattern and what goes into each place once.
fn length(pattern: &Pattern<&str>, args: &Args) -> usize {
    let words = pattern.elements.iter().map(|it| match it {
        PatternElement::TextElement { value } => value.len(),
        PatternElement::Placeable { .. } => 0,
    });
    words.sum::<usize>() + args.iter().map(|(_, value)| value.len()).sum::<usize>()
}

fn argument<'a>(place: &InlineExpression<&str>, args: &'a Args) -> Option<&'a str> {
    let InlineExpression::VariableReference { id } = place else { return None };
    // Of two that bear one name the later counts, as it does for fluent.
    args.iter().rev().find(|(name, _)| name == id.name).map(|(_, value)| value.as_str())
}

/// The variant for this very number, else the usual one. `None` where another one has a name: it may
/// be that of a plural.
fn chosen<'a>(value: &str, variants: &'a [Variant<&str>]) -> Option<&'a Pattern<&'a str>> {
    let mut usual = None;
    for Variant { key, value: words, default } in variants {
        match key {
            VariantKey::NumberLiteral { value: number } if *number == value => return Some(words),
            VariantKey::Identifier { .. } if !default => return None,
            VariantKey::NumberLiteral { .. } | VariantKey::Identifier { .. } => {}
        }
        if *default {
            usual = Some(words);
        }
    }
    usual
}
