//! NumPy's `.npy` files: inputs are read from them, outputs saved.

use crate::{Array, Arrays, FileValue, Item, Items};
use npyz::{AutoSerialize, Deserialize, NpyFile, NpyHeader, NpyReader, Order, WriterBuilder};
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An array in a `.npy` file of which the header has been read.
pub struct Npy {
    file: NpyFile<BufReader<File>>,
    /// As messages name it.
    name: String,
}

impl Npy {
    /// Opens the array in `file`.
    ///
    /// # Errors
    /// It is no `.npy` file, is stored column by column, or has another size than its header says: names it and what to do.
    pub fn open(file: &FileValue) -> Result<Npy, String> {
        let name = file.to_string();
        let wrong = |why: String| format!("{name}: {why}");
        let mut reader = file.open()?;
        let header = NpyHeader::from_reader(&mut reader).map_err(|e| wrong(format!("not a NumPy .npy file: {e}")))?;
        if header.order() == Order::Fortran && header.shape().len() > 1 {
            return Err(wrong("is stored column by column: save numpy.ascontiguousarray(…) instead".to_string()));
        }
        let read = |e: std::io::Error| wrong(e.to_string());
        let (begins, ends) =
            (reader.stream_position().map_err(read)?, reader.get_ref().metadata().map_err(read)?.len());
        if let Some(bytes) = header.dtype().num_bytes() {
            // In 128 bits: a header may say anything.
            let says =
                header.shape().iter().map(|&extent| u128::from(extent)).try_fold(bytes as u128, u128::checked_mul);
            let holds = u128::from(ends.saturating_sub(begins));
            if says != Some(holds) {
                let fault = if says.is_none_or(|says| says > holds) { "is cut short" } else { "is too long" };
                let (shape, dtype) = (header.shape(), header.dtype().descr());
                let says = says.map_or("more than 2¹²⁸".to_string(), |says| says.to_string());
                return Err(wrong(format!(
                    "{fault}: after its header it has {holds} bytes, and {shape:?} of {dtype} take {says}: save it again"
                )));
            }
        }
        Ok(Npy { file: NpyFile::with_header(header, reader), name })
    }

    /// Its extents, the last of which runs fastest.
    pub fn shape(&self) -> Vec<usize> {
        self.file.shape().iter().map(|&extent| extent as usize).collect()
    }

    /// Refuses an array of another shape.
    ///
    /// # Errors
    /// It has one: names the file and both shapes.
    pub fn is_shaped(self, shape: &[usize]) -> Result<Npy, String> {
        match self.shape() {
            found if found == shape => Ok(self),
            found => Err(format!("{}: has shape {found:?}; it must have shape {shape:?}", self.name)),
        }
    }

    /// Refuses an array of something else than `T`.
    ///
    /// # Errors
    /// It holds that: names the file, both types and what to do.
    pub fn holds<T: Item + Deserialize>(self) -> Result<Npy, String> {
        let (dtype, kind) = (self.file.dtype(), T::items(&[]).kind());
        match !dtype.uses_pickled_array() && T::reader(&dtype).is_ok() {
            true => Ok(self),
            false => {
                Err(format!("{}: holds {}; it must hold {kind}: save array.astype('{kind}')", self.name, dtype.descr()))
            }
        }
    }

    /// Reads complex numbers as pairs of f64, real and imaginary part, along one more axis. What is not complex stays as it is.
    ///
    /// # Errors
    /// They are not of 128 bits: names the file and what to do.
    pub fn in_pairs(self) -> Result<Npy, String> {
        let Npy { file, name } = self;
        let descr = file.dtype().descr();
        let part = match descr.as_str() {
            "'<c16'" => "<f8",
            "'>c16'" => ">f8",
            other @ ("'<c8'" | "'>c8'" | "'<c32'" | "'>c32'") => {
                return Err(format!("{name}: holds {other}; it must hold complex128: save array.astype('complex128')"));
            }
            _ => return Ok(Npy { file, name }),
        };
        let extents: String = file.shape().iter().map(|extent| format!("{extent}, ")).collect();
        let header = format!("{{'descr': '{part}', 'fortran_order': False, 'shape': ({extents}2)}}");
        let bytes = [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
        let header = NpyHeader::from_reader(&bytes[..]).map_err(|e| format!("{name}: {e}"))?;
        Ok(Npy { file: NpyFile::with_header(header, file.into_inner()), name })
    }

    /// Takes those of the `extents` that are not given from the array of f64 in `file`, if there is one, and refuses it where it has
    /// others, or holds something else than finite numbers.
    ///
    /// # Errors
    /// It has, or does; or as for [`Npy::open`].
    pub fn adopt<const N: usize>(file: &Option<FileValue>, extents: [&mut Option<usize>; N]) -> Result<(), String> {
        let Some(file) = file else { return Ok(()) };
        let npy = Npy::open(file)?.holds::<f64>()?;
        let found = npy.shape().into_iter().chain([1; N]);
        let needed = extents.into_iter().zip(found).map(|(given, found)| *given.get_or_insert(found));
        npy.is_shaped(&needed.collect::<Vec<usize>>())?.each_row(|_, _: &[f64]| Ok(()))
    }

    /// The same of a square matrix: as many columns as rows, `n` of them.
    ///
    /// # Errors
    /// As for [`Npy::adopt`].
    pub fn adopt_square(file: &Option<FileValue>, n: &mut Option<usize>) -> Result<(), String> {
        if let (Some(file), None) = (file, *n) {
            *n = Npy::open(file)?.holds::<f64>()?.shape().first().copied();
        }
        let mut columns = *n;
        Npy::adopt(file, [n, &mut columns])
    }

    /// Has `see` look at each row, with its number, as it is read: no more than one row is kept in memory.
    ///
    /// # Errors
    /// What `see` says, with the name of the file before it; or as for [`Npy::all`].
    pub fn each_row<T: Item + Deserialize>(
        self,
        mut see: impl FnMut(usize, &[T]) -> Result<(), String>,
    ) -> Result<(), String> {
        let (name, shape) = (self.name.clone(), self.shape());
        // Of an array of one dimension, or none, as many numbers as a disk hands on at once.
        let width = if shape.len() > 1 { shape[shape.len() - 1].max(1) } else { 1 << 13 };
        let mut numbers = Numbers::of(self)?;
        let mut row = Vec::new();
        for number in 0..numbers.len.div_ceil(width) {
            row.clear();
            numbers.read(number * width..numbers.len.min((number + 1) * width), &mut row)?;
            see(number, &row).map_err(|why| format!("{name}: {why}"))?;
        }
        Ok(())
    }

    /// All its numbers.
    ///
    /// # Errors
    /// They are of another type, fewer than the header says, or one is NaN or infinite: no answer to that could be judged.
    pub fn all<T: Item + Deserialize>(self) -> Result<Vec<T>, String> {
        let all = 0..self.file.len() as usize;
        self.range(all)
    }

    /// Those of its numbers, counted in the order in which they lie: for a rank that reads its own share.
    ///
    /// # Errors
    /// As for [`Npy::all`].
    pub fn range<T: Item + Deserialize>(self, range: Range<usize>) -> Result<Vec<T>, String> {
        self.ranges([range])
    }

    /// The same of several ranges, one after the other: the rows of a block, of which each lies apart.
    ///
    /// # Errors
    /// As for [`Npy::all`].
    pub fn ranges<T: Item + Deserialize>(
        self,
        ranges: impl IntoIterator<Item = Range<usize>>,
    ) -> Result<Vec<T>, String> {
        let mut numbers = Numbers::of(self)?;
        let ranges: Vec<Range<usize>> = ranges.into_iter().collect();
        let needed = ranges.iter().map(Range::len).sum();
        let mut read = Vec::new();
        read.try_reserve_exact(needed).map_err(|e| numbers.wrong(format!("{needed} numbers: {e}")))?;
        ranges.into_iter().try_for_each(|range| numbers.read(range, &mut read))?;
        match read.len() == needed {
            true => Ok(read),
            false => Err(numbers.wrong(format!("ends after {} of {needed} numbers", read.len()))),
        }
    }

    /// Saves every array of `output`: the first at `path`, the others beside it, each with its name before the ending. Returns
    /// what was written.
    ///
    /// # Errors
    /// A file cannot be written: names it.
    pub fn save(output: &impl Arrays, path: &Path) -> Result<Vec<PathBuf>, String> {
        Npy::save_by(output, None, path)
    }

    /// The same with the array that is called `main`, if one is, at `path`; it is written first.
    pub(crate) fn save_by(output: &impl Arrays, main: Option<&str>, path: &Path) -> Result<Vec<PathBuf>, String> {
        let mut arrays = output.arrays();
        let first = arrays.iter().position(|array| main == Some(array.name)).unwrap_or(0);
        arrays[..=first].rotate_right(1);
        let beside = |array: &Array<'_>| path.with_extension(format!("{}.npy", array.name));
        let places = std::iter::once(path.to_path_buf()).chain(arrays.iter().skip(1).map(beside));
        arrays.iter().zip(places).map(|(array, place)| write(array, &place)).collect()
    }
}

/// The numbers of an array as they are read.
struct Numbers<T: Deserialize> {
    reader: NpyReader<T, BufReader<File>>,
    name: String,
    shape: Vec<usize>,
    len: usize,
}

impl<T: Item + Deserialize> Numbers<T> {
    fn of(npy: Npy) -> Result<Self, String> {
        let npy = npy.holds::<T>()?;
        let (shape, len) = (npy.shape(), npy.file.len() as usize);
        let Npy { file, name } = npy;
        let reader = file.data().map_err(|e| format!("{name}: {e}"))?;
        Ok(Numbers { reader, name, shape, len })
    }

    /// Appends those in `range` that are there to `to`.
    fn read(&mut self, range: Range<usize>, to: &mut Vec<T>) -> Result<(), String> {
        let first = to.len();
        // Beyond the end there is nothing to go to.
        self.reader.seek_to(range.start.min(self.len) as u64).map_err(|e| self.ends(&e))?;
        for _ in 0..range.len() {
            match self.reader.next() {
                Some(Ok(number)) => to.push(number),
                Some(Err(e)) => return Err(self.ends(&e)),
                None => break,
            }
        }
        let items = T::items(&to[first..]);
        let Some(odd) = items.not_finite() else { return Ok(()) };
        let (mut place, mut at) = (range.start + odd, self.shape.clone());
        for extent in at.iter_mut().rev() {
            (place, *extent) = (place / *extent, place % *extent);
        }
        Err(self.wrong(format!("holds {} at {at:?}: only finite numbers are allowed", items.show(odd))))
    }

    fn wrong(&self, why: String) -> String {
        format!("{}: {why}", self.name)
    }

    fn ends(&self, e: &std::io::Error) -> String {
        self.wrong(format!("ends before its last number: {e}"))
    }
}

fn write(array: &Array<'_>, path: &Path) -> Result<PathBuf, String> {
    let failed = |e: std::io::Error| format!("{}: {e}", path.display());
    // Beside its place, and moved there when it is whole: no half-written file under a good name.
    let unfinished = path.with_extension("npy.part");
    let written = File::create(&unfinished).and_then(|file| {
        let mut to = BufWriter::new(file);
        match array.items {
            Items::U8(items) => numbers(items, &array.shape, &mut to),
            Items::U32(items) => numbers(items, &array.shape, &mut to),
            Items::I32(items) => numbers(items, &array.shape, &mut to),
            Items::U64(items) => numbers(items, &array.shape, &mut to),
            Items::I64(items) => numbers(items, &array.shape, &mut to),
            Items::F32(items) => numbers(items, &array.shape, &mut to),
            Items::F64(items) => numbers(items, &array.shape, &mut to),
        }?;
        to.flush()
    });
    let moved = written.and_then(|()| std::fs::rename(&unfinished, path));
    moved.map(|()| path.to_path_buf()).map_err(|e| {
        let _ = std::fs::remove_file(&unfinished);
        failed(e)
    })
}

fn numbers<T: AutoSerialize + Copy>(items: &[T], shape: &[usize], to: &mut impl Write) -> std::io::Result<()> {
    let shape: Vec<u64> = shape.iter().map(|&extent| extent as u64).collect();
    let mut writer = npyz::WriteOptions::new().default_dtype().shape(&shape).writer(to).begin_nd()?;
    writer.extend(items.iter().copied())?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone)]
    struct Grid {
        cells: Vec<f64>,
    }
    crate::arrays!(Grid { cells: |grid| vec![grid.cells.len() / 3, 3] });

    #[derive(Clone)]
    struct Two {
        a: Vec<u8>,
        b: Vec<u64>,
    }
    crate::arrays!(Two { a, b });

    fn opened(path: &Path) -> Result<Npy, String> {
        Npy::open(&FileValue::of(path).unwrap())
    }

    #[test]
    fn what_is_saved_is_read_whole_and_in_shares() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("grid.npy");
        let grid = Grid { cells: (0..6).map(f64::from).collect() };
        assert_eq!(Npy::save(&grid, &path), Ok(vec![path.clone()]));
        assert_eq!(opened(&path).unwrap().shape(), [2, 3]);
        assert!(opened(&path).unwrap().is_shaped(&[2, 3]).is_ok());
        let other = opened(&path).unwrap().is_shaped(&[3, 2]).map(|_| ()).unwrap_err();
        assert!(other.ends_with("grid.npy: has shape [2, 3]; it must have shape [3, 2]"), "{other}");
        let (file, mut rows, mut columns) = (Some(FileValue::of(&path).unwrap()), Some(2), None);
        assert_eq!((Npy::adopt(&file, [&mut rows, &mut columns]), columns), (Ok(()), Some(3)));
        let line = Npy::adopt(&file, [&mut rows]).unwrap_err();
        assert!(line.ends_with("grid.npy: has shape [2, 3]; it must have shape [2]"), "{line}");
        assert_eq!(opened(&path).unwrap().all::<f64>().unwrap(), grid.cells);
        assert_eq!(opened(&path).unwrap().range::<f64>(3..5).unwrap(), [3.0, 4.0]);
        assert_eq!(opened(&path).unwrap().ranges::<f64>([1..2, 4..6]).unwrap(), [1.0, 4.0, 5.0]);
        for beyond in [[0..1, 5..7], [5..6, 9..11]] {
            let fault = opened(&path).unwrap().ranges::<f64>(beyond).unwrap_err();
            assert!(fault.contains("of 3 numbers"), "{fault}");
        }

        let two = Two { a: vec![1], b: vec![2, 3] };
        let written = Npy::save(&two, &folder.path().join("two.npy")).unwrap();
        assert_eq!(written, ["two.npy", "two.b.npy"].map(|name| folder.path().join(name)));
        assert_eq!(opened(&written[1]).unwrap().all::<u64>().unwrap(), two.b);
        let written = Npy::save_by(&two, Some("b"), &folder.path().join("main.npy")).unwrap();
        assert_eq!(written, ["main.npy", "main.a.npy"].map(|name| folder.path().join(name)));
        assert_eq!(opened(&written[0]).unwrap().all::<u64>().unwrap(), two.b);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5, "nothing unfinished is left");
    }

    #[test]
    fn a_file_that_is_not_what_is_needed_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bad.npy");
        let fault = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            opened(&path).and_then(|npy| npy.all::<f64>()).unwrap_err()
        };
        assert!(fault(b"").contains("bad.npy: not a NumPy .npy file"));
        assert!(fault(b"text").contains("not a NumPy .npy file"));
        Npy::save(&Grid { cells: vec![0.0; 6] }, &path).unwrap();
        let whole = std::fs::read(&path).unwrap();
        let short = fault(&whole[..whole.len() - 3]);
        assert!(
            short.contains("is cut short: after its header it has 45 bytes, and [2, 3] of '<f8' take 48"),
            "{short}"
        );
        assert!(fault(&[&whole[..], b"!"].concat()).contains("is too long: after its header it has 49 bytes"));
        Npy::save(&Two { a: vec![1], b: vec![2] }, &path).unwrap();
        Npy::save(&Grid { cells: vec![0.0, 0.0, 0.0, 0.0, f64::NEG_INFINITY, f64::NAN] }, &path).unwrap();
        assert_eq!(opened(&path).unwrap().ranges::<f64>([1..2, 3..4]), Ok(vec![0.0; 2]));
        for (range, said) in [(3..6, "holds -inf at [1, 1]: only finite"), (5..6, "holds NaN at [1, 2]: only finite")] {
            let odd = opened(&path).unwrap().ranges::<f64>([0..1, range]).unwrap_err();
            assert!(odd.contains(said), "{odd}");
        }
        let wrong = opened(&folder.path().join("bad.b.npy")).unwrap().all::<f64>().unwrap_err();
        assert!(wrong.contains("it must hold f64: save array.astype('f64')"), "{wrong}");
    }
}
