// The fast Fourier transform in C: radix 2, one line after the other.

#include "tenfold_peer.h"
#include <math.h>

typedef struct { double re, im; } complex_t;
typedef struct { int64_t length, *order; complex_t *roots; } lines_t;

static int64_t n, nz, steps, points;
static complex_t *start, *spectrum, *field, *sums;
static double *wave_x, *wave_z;
static lines_t along_x, along_z;

// Where each number of a line comes from, and the roots of unity on half a circle.
static lines_t lines_of(int64_t length) {
    lines_t lines = {length, room(length, sizeof(int64_t)), room(length / 2, sizeof(complex_t))};
    for (int64_t i = 0; i < length; i++)
        for (int64_t bit = 1; bit < length; bit *= 2)
            if (i & bit) lines.order[i] |= length / 2 / bit;
    for (int64_t k = 0; k < length / 2; k++) {
        double angle = -2 * M_PI * k / length;
        lines.roots[k] = (complex_t){cos(angle), sin(angle)};
    }
    return lines;
}

static void prepare(void) {
    n = param_int("n"), nz = param_int("nz"), steps = param_int("steps"), points = n * n * nz;
    start = room(points, sizeof *start), spectrum = room(points, sizeof *start), field = room(points, sizeof *start);
    sums = room(steps, sizeof *sums), wave_x = room(n, sizeof *wave_x), wave_z = room(nz, sizeof *wave_z);
    along_x = lines_of(n), along_z = lines_of(nz);
    load(start, points * sizeof *start);
}

static void answer(void) {
    save(sums, steps * sizeof *sums);
    save(steps ? field : spectrum, points * sizeof *field);
}

// Heart: n/2 butterflies make a stage, log2 n stages a transform.
static void butterflies(complex_t *line, const lines_t *lines, double sign) {
    for (int64_t half = 1; half < lines->length; half *= 2) {
        int64_t every = lines->length / (2 * half);
        for (complex_t *lower = line; lower < line + lines->length; lower += 2 * half)
            for (int64_t k = 0; k < half; k++) {
                complex_t a = lower[k], b = lower[k + half], root = lines->roots[k * every];
                double re = b.re * root.re - b.im * sign * root.im, im = b.re * sign * root.im + b.im * root.re;
                lower[k] = (complex_t){a.re + re, a.im + im};
                lower[k + half] = (complex_t){a.re - re, a.im - im};
            }
    }
}

// All lines whose numbers are `stride` apart, each brought to one place and back. The sign is -1 on the way back.
static void transform_along(complex_t *to, const lines_t *lines, int64_t stride, double sign) {
    int64_t length = lines->length;
    complex_t line[length];
    for (int64_t number = 0; number < points / length; number++) {
        complex_t *first = to + number / stride * length * stride + number % stride;
        for (int64_t i = 0; i < length; i++) line[i] = first[lines->order[i] * stride];
        butterflies(line, lines, sign);
        for (int64_t i = 0; i < length; i++) first[i * stride] = line[i];
    }
}

static void transform(complex_t *to, double sign) {
    transform_along(to, &along_x, 1, sign);
    transform_along(to, &along_x, n, sign);
    transform_along(to, &along_z, n * n, sign);
}

static void decay(double *waves, int64_t length, int64_t t) {
    for (int64_t k = 0; k < length; k++) {
        double wave = 2 * k < length ? k : k - length;
        waves[k] = exp(-4e-6 * M_PI * M_PI * t * wave * wave);
    }
}

static void run(void) {
    memcpy(spectrum, start, points * sizeof *start);
    transform(spectrum, 1);
    for (int64_t t = 1; t <= steps; t++) {
        decay(wave_x, n, t), decay(wave_z, nz, t);
        for (int64_t row = 0; row < n * nz; row++) {
            double yz = wave_x[row % n] * wave_z[row / n] / points;
            for (int64_t x = 0, at = row * n; x < n; x++, at++) {
                double weight = wave_x[x] * yz;
                field[at] = (complex_t){spectrum[at].re * weight, spectrum[at].im * weight};
            }
        }
        transform(field, -1);
        complex_t sum = {0, 0};
        for (int64_t j = 1; j <= 1024; j++) {
            complex_t z = field[(5 * j % nz * n + 3 * j % n) * n + j % n];
            sum.re += z.re, sum.im += z.im;
        }
        sums[t - 1] = sum;
    }
}
