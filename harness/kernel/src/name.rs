//! Names that follow from identifiers, so that none is typed twice.

/// `name` with every `_` as a `-`.
#[doc(hidden)]
pub const fn dashes<const N: usize>(name: &str) -> [u8; N] {
    let (bytes, mut out, mut i) = (name.as_bytes(), [0; N], 0);
    while i < N {
        out[i] = if bytes[i] == b'_' { b'-' } else { bytes[i] };
        i += 1;
    }
    out
}

/// The name of an identifier as people type it: `vectorised_bits` is "vectorised-bits".
///
/// ```
/// assert_eq!(tenfold_kernel::dashed!(vectorised_bits), "vectorised-bits");
/// ```
#[macro_export]
macro_rules! dashed {
    ($name:ident) => {{
        const BYTES: [u8; stringify!($name).len()] = $crate::dashes(stringify!($name));
        const NAME: &str = match ::std::str::from_utf8(&BYTES) {
            Ok(name) => name,
            Err(_) => panic!("an identifier is UTF-8, and so it is with hyphens"),
        };
        NAME
    }};
}
