//! The outputs of all ranks in one file, for whoever judges them: the measured process does not, so that it makes and keeps
//! nothing but its own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use tenfold_comm::{Comm, Tag};
use tenfold_kernel::Job;

/// A rank sends its output in pieces of this size, so that no rank holds another's whole.
const PIECE: usize = 1 << 20;

const LENGTH: Tag = 0;
const BYTES: Tag = 1;

/// Writes the outputs of the last run to `file`, in rank order; every rank must call it at once. What stands in the way is
/// told on rank 0.
///
/// # Errors
/// The file cannot be written.
pub fn write(job: &dyn Job, file: &Path) -> io::Result<()> {
    let mut to = None;
    to_rank_0(
        job.comm(),
        |pieces| job.write(pieces),
        |piece| {
            let to = match &mut to {
                Some(to) => to,
                None => to.insert(BufWriter::new(File::create(file)?)),
            };
            frame(to, piece)
        },
    )?;
    to.map_or(Ok(()), |mut to| to.flush())
}

/// What every rank writes, on rank 0 and in rank order; nothing on the others. Every rank must call it at once.
pub fn collected(comm: &Comm, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Vec<Vec<u8>> {
    let (mut all, mut rank) = (Vec::new(), Vec::new());
    let taken = to_rank_0(comm, write, |piece| {
        match piece {
            [] => all.push(std::mem::take(&mut rank)),
            _ => rank.extend_from_slice(piece),
        }
        Ok(())
    });
    taken.expect("vectors take all");
    all
}

/// Hands what each rank writes to `take` on rank 0, in rank order and in pieces; an empty one ends each rank's.
fn to_rank_0(
    comm: &Comm,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    if comm.rank() != 0 {
        return Pieces::of(write, |piece| {
            comm.send(&[piece.len() as u64], 0, LENGTH);
            if !piece.is_empty() {
                comm.send(piece, 0, BYTES);
            }
            Ok(())
        });
    }
    // Whatever goes wrong with what is taken, the other ranks want to be rid of theirs.
    let mut taken = Pieces::of(write, &mut take);
    let mut piece = Vec::new();
    for rank in 1..comm.size() {
        loop {
            let mut length = [0_u64];
            comm.recv(&mut length, rank, LENGTH);
            piece.resize(length[0] as usize, 0);
            if !piece.is_empty() {
                comm.recv(&mut piece, rank, BYTES);
            }
            taken = taken.and_then(|()| take(&piece));
            if piece.is_empty() {
                break;
            }
        }
    }
    taken
}

/// The outputs that [`write()`] wrote, in rank order.
///
/// # Errors
/// The file cannot be read, or ends before it should.
pub fn read(file: &Path) -> io::Result<Vec<Vec<u8>>> {
    let (mut from, mut all, mut rank) = (BufReader::new(File::open(file)?), Vec::new(), Vec::new());
    while !from.fill_buf()?.is_empty() {
        let mut length = [0; 8];
        from.read_exact(&mut length)?;
        match u64::from_le_bytes(length) {
            0 => all.push(std::mem::take(&mut rank)),
            length => {
                if (&mut from).take(length).read_to_end(&mut rank)? as u64 != length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        }
    }
    Ok(all)
}

/// A piece behind its length; the empty one ends a rank.
fn frame(to: &mut impl Write, piece: &[u8]) -> io::Result<()> {
    to.write_all(&(piece.len() as u64).to_le_bytes())?;
    to.write_all(piece)
}

/// Gathers what is written into pieces and hands each on; the empty one is the last.
struct Pieces<F: FnMut(&[u8]) -> io::Result<()>> {
    hand_on: F,
    kept: Vec<u8>,
}

impl<F: FnMut(&[u8]) -> io::Result<()>> Pieces<F> {
    /// Hands on all that `write` writes.
    fn of(write: impl FnOnce(&mut dyn Write) -> io::Result<()>, hand_on: F) -> io::Result<()> {
        let mut pieces = Pieces { hand_on, kept: Vec::with_capacity(PIECE) };
        write(&mut pieces)?;
        pieces.flush()?;
        (pieces.hand_on)(&[])
    }
}

impl<F: FnMut(&[u8]) -> io::Result<()>> Write for Pieces<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.kept.len());
        self.kept.extend_from_slice(&bytes[..taken]);
        if self.kept.len() == PIECE {
            self.flush()?;
        }
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        if !self.kept.is_empty() {
            (self.hand_on)(&self.kept)?;
            self.kept.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_comm::local;

    /// Rank r has r and a half pieces.
    struct Written {
        comm: Comm,
    }

    fn of(rank: usize) -> Vec<u8> {
        vec![rank as u8; rank * PIECE + PIECE / 2 * usize::from(rank != 1)]
    }

    impl Job for Written {
        fn run(&mut self) {}
        fn poison(&mut self) {}
        fn write(&self, to: &mut dyn Write) -> io::Result<()> {
            to.write_all(&of(self.comm.rank()))
        }
        fn comm(&self) -> &Comm {
            &self.comm
        }
        fn setup_seconds(&self) -> [f64; 2] {
            [0.0; 2]
        }
        fn path(&self) -> tenfold_kernel::Path {
            tenfold_kernel::Path::PORTABLE
        }
    }

    #[test]
    fn every_rank_is_read_back_in_its_place() {
        let file = tempfile::NamedTempFile::new().unwrap();
        local::run(3, |comm| write(&Written { comm }, file.path()).unwrap()).unwrap();
        assert_eq!(read(file.path()).unwrap(), [0, 1, 2].map(of));
        let all = local::run(3, |comm| collected(&comm, |to| to.write_all(&of(comm.rank())))).unwrap();
        assert_eq!(all, [[0, 1, 2].map(of).to_vec(), Vec::new(), Vec::new()]);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_and_keeps_nobody_waiting() {
        let nowhere = Path::new("/no/such/folder/outputs");
        let told = local::run(2, |comm| write(&Written { comm }, nowhere).is_ok()).unwrap();
        assert_eq!(told, [false, true]);
    }
}
