! Speaks the protocol of peers for a program in Fortran, which calls `speak` with three procedures:
!
!     prepare(input)    reads params and input, and allocates what the runs need
!     run()             computes the output from the same input, as often as it is called; only this is timed
!     answer(output)    writes the output of the last run
!
! `input` and `output` are open units (streams). Called as: PROGRAM INPUT OUTPUT NAME=VALUE…, each param of the kernel by
! name, and `workers`.
module tenfold_peer
use, intrinsic :: iso_fortran_env, only: int32, int64, real64, error_unit, output_unit, compiler_version
implicit none
private
public :: speak, param_int, param_real, int32, int64, real64

abstract interface
    subroutine with_file(file)
        integer, intent(in) :: file
    end subroutine
    subroutine alone()
    end subroutine
end interface

contains

subroutine speak(prepare, run, answer)
    procedure(with_file) :: prepare, answer
    procedure(alone) :: run
    integer :: file, status
    integer(int64) :: runs, begin, end, ticks
    character(len=64) :: line

    call say('started Fortran, ' // compiler_version())
    open (newunit=file, file=word(1), access='stream', form='unformatted', action='read', status='old')
    call prepare(file)
    close (file)
    call say('ready')
    do
        read (*, '(a)', iostat=status) line
        if (status /= 0) exit
        if (line(:4) == 'run ') then
            read (line(5:), *) runs
            call system_clock(begin, ticks)
            do while (runs > 0)
                call run()
                runs = runs - 1
            end do
            call system_clock(end)
            write (line, '(es20.12)') real(end - begin, real64) / ticks
            call say(trim(adjustl(line)))
        else if (line == 'answer') then
            open (newunit=file, file=word(2), access='stream', form='unformatted', action='write', status='replace')
            call answer(file)
            close (file)
            call say('written')
        end if
    end do
end subroutine

! The value of a param that is an integer.
integer(int64) function param_int(name) result(value)
    character(len=*), intent(in) :: name
    character(len=:), allocatable :: text
    integer :: status
    text = param(name)
    read (text, *, iostat=status) value
    if (status /= 0) call fail('this param must be an integer: ', name)
end function

! The value of a param that is a real number.
real(real64) function param_real(name) result(value)
    character(len=*), intent(in) :: name
    character(len=:), allocatable :: text
    integer :: status
    text = param(name)
    read (text, *, iostat=status) value
    if (status /= 0) call fail('this param must be a number: ', name)
end function

function param(name) result(value)
    character(len=*), intent(in) :: name
    character(len=:), allocatable :: value
    integer :: i
    do i = 3, command_argument_count()
        value = word(i)
        if (index(value, name // '=') == 1) then
            value = value(len(name) + 2:)
            return
        end if
    end do
    call fail('missing param: ', name)
end function

subroutine fail(what, name)
    character(len=*), intent(in) :: what, name
    write (error_unit, '(2a)') what, name
    flush (error_unit)
    error stop 1
end subroutine

! A word of the command line.
function word(i) result(text)
    integer, intent(in) :: i
    character(len=:), allocatable :: text
    integer :: length
    call get_command_argument(i, length=length)
    allocate (character(len=length) :: text)
    call get_command_argument(i, text)
end function

subroutine say(text)
    character(len=*), intent(in) :: text
    write (output_unit, '(a)') text
    flush (output_unit)
end subroutine

end module
