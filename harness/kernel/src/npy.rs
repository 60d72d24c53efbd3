//! NumPy's `.npy` files: inputs are read from them, outputs saved.

use crate::{Array, Arrays, FileValue, Item, Items};
use npyz::{AutoSerialize, Deserialize, NpyFile, Order, WriterBuilder};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An array in a `.npy` file of which the header has been read.
pub struct Npy {
    file: NpyFile<BufReader<File>>,
    path: PathBuf,
}

impl Npy {
    /// Opens the array in `file`.
    ///
    /// # Errors
    /// It is no `.npy` file, or is stored column by column: names it and what to do.
    pub fn open(file: &FileValue) -> Result<Npy, String> {
        let path = file.path.clone();
        let wrong = |why: String| format!("{}: {why}", path.display());
        let npy = NpyFile::new(file.open()?).map_err(|e| wrong(format!("not a NumPy .npy file: {e}")))?;
        if npy.order() == Order::Fortran && npy.shape().len() > 1 {
            return Err(wrong("is stored column by column: save numpy.ascontiguousarray(…) instead".to_string()));
        }
        Ok(Npy { file: npy, path })
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
            found => Err(format!("{}: has shape {found:?}; it must have shape {shape:?}", self.path.display())),
        }
    }

    /// Takes those of the `extents` that are not given from the array of f64 in `file`, if there is one, and refuses it where it has
    /// others.
    ///
    /// # Errors
    /// It has; or as for [`Npy::open`] and [`Npy::range`].
    pub fn adopt<const N: usize>(file: &Option<FileValue>, extents: [&mut Option<usize>; N]) -> Result<(), String> {
        let Some(file) = file else { return Ok(()) };
        let npy = Npy::open(file)?;
        let found = npy.shape().into_iter().chain([1; N]);
        let needed = extents.into_iter().zip(found).map(|(given, found)| *given.get_or_insert(found));
        let npy = npy.is_shaped(&needed.collect::<Vec<usize>>())?;
        // Whether they are f64, if there are any.
        let first = 0..npy.file.len().min(1) as usize;
        npy.range::<f64>(first).map(|_| ())
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
        let shape = self.shape();
        let Npy { file, path } = self;
        let dtype = file.dtype().descr();
        let wrong = |why: String| format!("{}: {why}", path.display());
        let kind = T::items(&[]).kind();
        let ends = |e: std::io::Error| wrong(format!("ends before its last number: {e}"));
        let mut reader = file
            .data::<T>()
            .map_err(|_| wrong(format!("holds {dtype}; it must hold {kind}: save array.astype('{kind}')")))?;
        let ranges: Vec<Range<usize>> = ranges.into_iter().collect();
        let needed = ranges.iter().map(Range::len).sum();
        let mut numbers = Vec::new();
        numbers.try_reserve_exact(needed).map_err(|e| wrong(format!("{needed} numbers: {e}")))?;
        for range in &ranges {
            // Beyond the end there is nothing to go to.
            reader.seek_to((range.start as u64).min(reader.total_len())).map_err(ends)?;
            for number in reader.by_ref().take(range.len()) {
                numbers.push(number.map_err(ends)?);
            }
        }
        if numbers.len() < needed {
            return Err(wrong(format!("ends after {} of {needed} numbers", numbers.len())));
        }
        let items = T::items(&numbers);
        let Some(odd) = items.not_finite() else { return Ok(numbers) };
        let mut place = ranges.into_iter().flatten().nth(odd).expect("each number has a place");
        let mut at = shape;
        for extent in at.iter_mut().rev() {
            (place, *extent) = (place / *extent, place % *extent);
        }
        Err(wrong(format!("holds {} at {at:?}: only finite numbers are allowed", items.show(odd))))
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
        assert!(fault(&whole[..whole.len() - 3]).contains("ends before its last number"));
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
