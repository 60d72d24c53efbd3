//! Figures, flamegraphs and the HTML page of a run.
pub mod figures;
pub mod format;
#[derive(Debug)] pub struct ReportError; impl std::fmt::Display for ReportError { fn fmt(&self,_:&mut std::fmt::Formatter)->std::fmt::Result{Ok(())}} impl std::error::Error for ReportError{}
pub fn html(_r: &tenfold_record::Run)->Result<String,ReportError>{Ok("x".into())}
pub fn terminal(r: &tenfold_record::Run, _w: usize, _c: bool)->String{ r.cells.iter().map(|m| format!("{} {:?} {:?}\n", m.cell, m.missing(), m.good().map(|l| l.seconds_per_run().into_iter().fold(f64::INFINITY,f64::min)).collect::<Vec<_>>())).collect() }
