//! The outputs of all ranks in one file, for whoever judges them: the measured process does not, so that it makes and keeps
//! nothing but its own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use tenfold_comm::Tag;
use tenfold_kernel::Job;

/// A rank sends its output in pieces of this size, so that no rank holds another's whole.
const PIECE: usize = 1 << 20;

const LENGTH: Tag = 0;
const BYTES: Tag = 1;

/// Writes the outputs of the last run to `file`, in rank order; every rank must call it at once. What stands in the way is
/// told on rank 0.
pub(crate) fn write(job: &dyn Job, file: &Path) -> io::Result<()> {
    let comm = job.comm();
    if comm.rank() != 0 {
        return Pieces::of(job, |piece| {
            comm.send(&[piece.len() as u64], 0, LENGTH);
            if !piece.is_empty() {
                comm.send(piece, 0, BYTES);
            }
            Ok(())
        });
    }
    let mut to = File::create(file).map(BufWriter::new);
    // Whatever goes wrong with the file, the other ranks want to be rid of theirs.
    let mut written = match &mut to {
        Ok(to) => Pieces::of(job, |piece| frame(to, piece)),
        Err(e) => Err(io::Error::new(e.kind(), e.to_string())),
    };
    let mut piece = Vec::new();
    for rank in 1..comm.size() {
        loop {
            let mut length = [0_u64];
            comm.recv(&mut length, rank, LENGTH);
            piece.resize(length[0] as usize, 0);
            if !piece.is_empty() {
                comm.recv(&mut piece, rank, BYTES);
            }
            if let (Ok(()), Ok(to)) = (&written, &mut to) {
                written = frame(to, &piece);
            }
            if piece.is_empty() {
                break;
            }
        }
    }
    written.and_then(|()| to?.flush())
}

/// The outputs that [`write`] wrote, in rank order.
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
    /// Hands on all that `job` writes.
    fn of(job: &dyn Job, hand_on: F) -> io::Result<()> {
        let mut pieces = Pieces { hand_on, kept: Vec::with_capacity(PIECE) };
        job.write(&mut pieces)?;
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
    use tenfold_comm::{Comm, local};

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
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_and_keeps_nobody_waiting() {
        let nowhere = Path::new("/no/such/folder/outputs");
        let told = local::run(2, |comm| write(&Written { comm }, nowhere).is_ok()).unwrap();
        assert_eq!(told, [false, true]);
    }
}
