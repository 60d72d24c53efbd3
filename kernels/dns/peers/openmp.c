// The Taylor-Green vortex in C with OpenMP: whole arrays and transforms of radix 2, shared among threads.

#include "tenfold_peer.h"
#include <math.h>

typedef struct { double re, im; } complex_t;
#define RE(z) (z).re
#define IM(z) (z).im

static int64_t n, half, steps, points, waves;
static double nu, dt, *start[3], *end[3], *velocity[3], *vorticity[3];
static complex_t *now[3], *base[3], *sum[3], *work[3];

static int64_t *order;   // where each number of a line comes from
static complex_t *roots; // the roots of unity on half a circle

static void prepare(void) {
    n = param_int("n"), steps = param_int("steps"), nu = param_real("nu"), dt = param_real("dt");
    half = n / 2 + 1, points = n * n * n, waves = n * n * half;
    for (int c = 0; c < 3; c++) {
        start[c] = room(points, sizeof(double)), end[c] = room(points, sizeof(double));
        velocity[c] = room(points, sizeof(double)), vorticity[c] = room(points, sizeof(double));
        now[c] = room(waves, sizeof(complex_t)), base[c] = room(waves, sizeof(complex_t));
        sum[c] = room(waves, sizeof(complex_t)), work[c] = room(waves, sizeof(complex_t));
        load(start[c], points * sizeof(double));
    }
    order = room(n, sizeof *order), roots = room(n / 2, sizeof *roots);
    for (int64_t i = 0; i < n; i++)
        for (int64_t bit = 1; bit < n; bit *= 2)
            if (i & bit) order[i] |= n / 2 / bit;
    for (int64_t k = 0; k < n / 2; k++) roots[k] = (complex_t){cos(2 * M_PI * k / n), -sin(2 * M_PI * k / n)};
}

// A line in bit-reversed order is transformed; the sign is -1 on the way back.
static void butterflies(complex_t *line, double sign) {
    for (int64_t apart = 1; apart < n; apart *= 2)
        for (complex_t *lower = line; lower < line + n; lower += 2 * apart)
            for (int64_t k = 0; k < apart; k++) {
                complex_t a = lower[k], b = lower[k + apart], root = roots[k * (n / 2 / apart)];
                double re = b.re * root.re - b.im * sign * root.im, im = b.re * sign * root.im + b.im * root.re;
                lower[k] = (complex_t){a.re + re, a.im + im};
                lower[k + apart] = (complex_t){a.re - re, a.im - im};
            }
}

// All lines whose numbers are `stride` apart.
static void transform_along(complex_t *to, int64_t stride, double sign) {
    #pragma omp parallel for schedule(static)
    for (int64_t number = 0; number < waves / n; number++) {
        complex_t line[n], *first = to + number / stride * n * stride + number % stride;
        for (int64_t i = 0; i < n; i++) line[i] = first[order[i] * stride];
        butterflies(line, sign);
        for (int64_t i = 0; i < n; i++) first[i * stride] = line[i];
    }
}

// Two real rows are one complex row: what is even in it is the one's, what is odd the other's.
static void forward(const double *from, complex_t *to) {
    double scale = 0.5 / points;
    #pragma omp parallel for schedule(static)
    for (int64_t row = 0; row < n * n; row += 2) {
        complex_t line[n], *a = to + row * half, *b = a + half;
        for (int64_t i = 0; i < n; i++) line[i] = (complex_t){from[row * n + order[i]], from[row * n + n + order[i]]};
        butterflies(line, 1);
        for (int64_t k = 0; k < half; k++) {
            complex_t z = line[k], mirror = line[(n - k) % n];
            a[k] = (complex_t){scale * (z.re + mirror.re), scale * (z.im - mirror.im)};
            b[k] = (complex_t){scale * (z.im + mirror.im), scale * (mirror.re - z.re)};
        }
    }
    transform_along(to, half, 1);
    transform_along(to, half * n, 1);
}

static void back(complex_t *from, double *to) {
    transform_along(from, half * n, -1);
    transform_along(from, half, -1);
    #pragma omp parallel for schedule(static)
    for (int64_t row = 0; row < n * n; row += 2) {
        complex_t line[n], mixed[n], *a = from + row * half, *b = a + half;
        for (int64_t k = 0; k < half; k++) {
            mixed[(n - k) % n] = (complex_t){a[k].re + b[k].im, b[k].re - a[k].im};
            mixed[k] = (complex_t){a[k].re - b[k].im, a[k].im + b[k].re};
        }
        for (int64_t i = 0; i < n; i++) line[i] = mixed[order[i]];
        butterflies(line, -1);
        for (int64_t i = 0; i < n; i++) to[row * n + i] = line[i].re, to[row * n + n + i] = line[i].im;
    }
}

// Heart: the pressure takes away what is along k, and friction a share of the velocity.
static void advance_wave(int64_t at, double kx, double ky, double kz, double weight, double ahead, int stage) {
    double k[3] = {kx, ky, kz}, k2 = kx * kx + ky * ky + kz * kz, cut = 2.0 / 3 * (n / 2 + 1);
    int kept = kx < cut && fabs(ky) < cut && fabs(kz) < cut;
    double re = 0, im = 0;
    for (int c = 0; c < 3; c++) re += k[c] * RE(work[c][at]), im += k[c] * IM(work[c][at]);
    re /= k2 > 1 ? k2 : 1, im /= k2 > 1 ? k2 : 1;
    for (int c = 0; c < 3; c++) {
        double rate_re = kept * (RE(work[c][at]) - re * k[c]) - nu * k2 * RE(now[c][at]);
        double rate_im = kept * (IM(work[c][at]) - im * k[c]) - nu * k2 * IM(now[c][at]);
        RE(sum[c][at]) += weight * rate_re, IM(sum[c][at]) += weight * rate_im;
        RE(now[c][at]) = stage < 3 ? RE(base[c][at]) + ahead * rate_re : RE(sum[c][at]);
        IM(now[c][at]) = stage < 3 ? IM(base[c][at]) + ahead * rate_im : IM(sum[c][at]);
    }
}

static double signed_wave(int64_t k) { return 2 * k < n ? k : k - n; }

// The waves of i k x u.
static void curl(void) {
    #pragma omp parallel for schedule(static)
    for (int64_t at = 0; at < waves; at++) {
        double k[3] = {at % half, signed_wave(at / half % n), signed_wave(at / half / n)};
        for (int c = 0; c < 3; c++) {
            int a = (c + 1) % 3, b = (c + 2) % 3;
            RE(work[c][at]) = k[b] * IM(now[a][at]) - k[a] * IM(now[b][at]);
            IM(work[c][at]) = k[a] * RE(now[b][at]) - k[b] * RE(now[a][at]);
        }
    }
}

// The points of u x w, in the place of u.
static void cross(void) {
    #pragma omp parallel for schedule(static)
    for (int64_t at = 0; at < points; at++) {
        double u = velocity[0][at], v = velocity[1][at], w = velocity[2][at];
        double a = vorticity[0][at], b = vorticity[1][at], c = vorticity[2][at];
        velocity[0][at] = v * c - w * b, velocity[1][at] = w * a - u * c, velocity[2][at] = u * b - v * a;
    }
}

static void run(void) {
    static const double stages[4][2] = {{1.0 / 6, 0.5}, {1.0 / 3, 0.5}, {1.0 / 3, 1}, {1.0 / 6, 0}};
    size_t bytes = waves * sizeof(complex_t);
    for (int c = 0; c < 3; c++) {
        memcpy(velocity[c], start[c], points * sizeof(double));
        forward(velocity[c], now[c]);
        memcpy(base[c], now[c], bytes), memcpy(sum[c], now[c], bytes);
    }
    for (int64_t number = 0; number < 4 * steps; number++) {
        int stage = number % 4;
        for (int c = 0; c < 3; c++) memcpy(work[c], now[c], bytes), back(work[c], velocity[c]);
        curl();
        for (int c = 0; c < 3; c++) back(work[c], vorticity[c]);
        cross();
        for (int c = 0; c < 3; c++) forward(velocity[c], work[c]);
    #pragma omp parallel for schedule(static)
        for (int64_t at = 0; at < waves; at++)
            advance_wave(at, at % half, signed_wave(at / half % n), signed_wave(at / half / n), dt * stages[stage][0],
                         dt * stages[stage][1], stage);
        if (stage == 3)
            for (int c = 0; c < 3; c++) memcpy(base[c], now[c], bytes);
    }
    for (int c = 0; c < 3; c++) memcpy(work[c], now[c], bytes), back(work[c], end[c]);
}

static void answer(void) {
    for (int c = 0; c < 3; c++) save(end[c], points * sizeof(double));
}
