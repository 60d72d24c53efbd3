use super::session::Session;
use tenfold_kernel::AnyKernel;
use tenfold_measure::launch::Launcher;
use tenfold_record::Store;
pub fn all(_: &Session, _: &mut Store, _: &[Box<dyn AnyKernel>], _: &Launcher<'_>) -> anyhow::Result<()> {
    Ok(())
}
