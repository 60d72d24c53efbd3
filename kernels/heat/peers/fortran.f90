! Explicit 5-point diffusion in Fortran: whole-array slices; two grids take turns.
module heat
use tenfold_peer
implicit none

integer(int64) :: n, steps
real(real64) :: nu
real(real64), allocatable :: start(:, :), grids(:, :, :) ! with a frame of zeros; x comes first
integer :: last ! the grid that was filled last

contains

subroutine prepare(input)
    integer, intent(in) :: input
    n = param_int('n')
    steps = param_int('steps')
    nu = param_real('nu')
    allocate (start(0:n + 1, 0:n + 1), grids(0:n + 1, 0:n + 1, 2))
    grids = 0
    read (input) start
end subroutine

subroutine answer(output)
    integer, intent(in) :: output
    write (output) grids(:, :, last)
end subroutine

subroutine run()
    integer(int64) :: s
    last = 1
    call step(start, grids(:, :, last))
    do s = 2, steps
        call step(grids(:, :, last), grids(:, :, 3 - last))
        last = 3 - last
    end do
end subroutine

! Heart: all points at once, compiled to the plain loops.
subroutine step(old, new)
    real(real64), intent(in) :: old(0:n + 1, 0:n + 1)
    real(real64), intent(inout) :: new(0:n + 1, 0:n + 1)
    real(real64) :: keep
    keep = 1 - 4 * nu
    new(1:n, 1:n) = keep * old(1:n, 1:n) &
        + nu * ((old(0:n - 1, 1:n) + old(2:n + 1, 1:n)) + (old(1:n, 0:n - 1) + old(1:n, 2:n + 1)))
end subroutine

end module

program peer
    use heat
    call speak(prepare, run, answer)
end program
