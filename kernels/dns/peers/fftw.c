// The Taylor-Green vortex in C: whole arrays, and FFTW's real transforms, with plans measured before the runs.

#include "tenfold_peer.h"
#include <math.h>
#include <fftw3.h>

typedef fftw_complex complex_t;
#define RE(z) (z)[0]
#define IM(z) (z)[1]

static int64_t n, half, steps, points, waves;
static double nu, dt, *start[3], *end[3], *velocity[3], *vorticity[3];
static complex_t *now[3], *base[3], *sum[3], *work[3];
static fftw_plan to_waves, to_points;

static void prepare(void) {
    n = param_int("n"), steps = param_int("steps"), nu = param_real("nu"), dt = param_real("dt");
    half = n / 2 + 1, points = n * n * n, waves = n * n * half;
    for (int c = 0; c < 3; c++) {
        start[c] = fftw_alloc_real(points), end[c] = fftw_alloc_real(points);
        velocity[c] = fftw_alloc_real(points), vorticity[c] = fftw_alloc_real(points);
        now[c] = fftw_alloc_complex(waves), base[c] = fftw_alloc_complex(waves);
        sum[c] = fftw_alloc_complex(waves), work[c] = fftw_alloc_complex(waves);
    }
    to_waves = fftw_plan_dft_r2c_3d(n, n, n, velocity[0], work[0], FFTW_MEASURE);
    to_points = fftw_plan_dft_c2r_3d(n, n, n, work[0], velocity[0], FFTW_MEASURE);
    for (int c = 0; c < 3; c++) load(start[c], points * sizeof(double));
}

static void forward(double *from, complex_t *to) {
    const double scale = 1.0 / points;
    fftw_execute_dft_r2c(to_waves, from, to);
    for (int64_t at = 0; at < waves; at++) RE(to[at]) *= scale, IM(to[at]) *= scale;
}

static void back(complex_t *from, double *to) { fftw_execute_dft_c2r(to_points, from, to); }

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
