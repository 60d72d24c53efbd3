//! The numbers of an array, of whichever type.

use bytemuck::{Pod, cast_slice, cast_slice_mut};

macro_rules! items {
    ($($variant:ident $type:ty),+) => {
        /// The numbers of an array.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[allow(missing_docs, reason = "each is a slice of the type of that name")]
        pub enum Items<'a> { $($variant(&'a [$type]),)+ }

        /// The numbers of an array, to be filled.
        #[allow(missing_docs, reason = "each is a vector of the type of that name")]
        pub enum ItemsMut<'a> { $($variant(&'a mut Vec<$type>),)+ }

        impl Items<'_> {
            /// How many there are.
            pub fn len(&self) -> usize {
                match self { $(Items::$variant(items) => items.len(),)+ }
            }
            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
            /// The name of their type: "f64".
            pub fn kind(&self) -> &'static str {
                match self { $(Items::$variant(_) => stringify!($type),)+ }
            }
            /// Bytes of one.
            pub fn width(&self) -> usize {
                match self { $(Items::$variant(_) => size_of::<$type>(),)+ }
            }
            /// Their bytes in this machine's order.
            pub(crate) fn bytes(&self) -> &[u8] {
                match self { $(Items::$variant(items) => cast_slice(items),)+ }
            }
            /// The first float among them that is NaN or infinite.
            pub(crate) fn not_finite(&self) -> Option<usize> {
                match self {
                    Items::F32(items) => items.iter().position(|x| !x.is_finite()),
                    Items::F64(items) => items.iter().position(|x| !x.is_finite()),
                    _ => None,
                }
            }
            /// The number at `index`, as a person reads it.
            pub(crate) fn show(&self, index: usize) -> String {
                match self { $(Items::$variant(items) => items[index].to_string(),)+ }
            }
        }

        impl ItemsMut<'_> {
            /// Makes room for `len` numbers and gives their bytes in this machine's order.
            pub(crate) fn resized(&mut self, len: usize) -> &mut [u8] {
                match self { $(ItemsMut::$variant(items) => { items.resize(len, bytemuck::Zeroable::zeroed()); cast_slice_mut(items) })+ }
            }
            /// The same, of the length that they have.
            pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
                match self { $(ItemsMut::$variant(items) => cast_slice_mut(items),)+ }
            }
            /// How many there are.
            pub(crate) fn len(&self) -> usize {
                match self { $(ItemsMut::$variant(items) => items.len(),)+ }
            }
            /// Bytes of one.
            pub(crate) fn width(&self) -> usize {
                match self { $(ItemsMut::$variant(_) => size_of::<$type>(),)+ }
            }
        }

        $(impl Item for $type {
            fn items(of: &[Self]) -> Items<'_> { Items::$variant(of) }
            fn items_mut(of: &mut Vec<Self>) -> ItemsMut<'_> { ItemsMut::$variant(of) }
        })+
    };
}

/// A number that arrays are made of.
pub trait Item: Pod {
    /// A slice of them.
    fn items(of: &[Self]) -> Items<'_>;
    /// A vector of them.
    fn items_mut(of: &mut Vec<Self>) -> ItemsMut<'_>;
}

items!(U8 u8, U32 u32, I32 i32, U64 u64, I64 i64, F32 f32, F64 f64);
