// Conjugate gradients in C with OpenMP: compressed rows, a band of them for each thread.

#include <math.h>

#include "tenfold_peer.h"

static int npb;
static int64_t rows, nonzeros, iterations, solves;
static double shift;
static uint64_t *starts;
static uint32_t *cols;
static double *values, *rhs, *scale;
static double *b, *z, *r, *p, *q, *x, *zetas, *history, residual;

static void prepare(void) {
    npb = strcmp(param_text("problem"), "npb") == 0;
    int64_t n = param_int("n");
    const char class = param_text("class")[0];
    shift = class == 'S' ? 10.0 : class == 'W' ? 12.0 : 20.0;
    rows = npb ? n : (n - 1) * (n - 1), iterations = param_int("iterations"), solves = npb ? 15 : 1;
    starts = room(rows + 1, sizeof *starts);
    load(starts, (rows + 1) * sizeof *starts);
    nonzeros = starts[rows];
    cols = room(nonzeros, sizeof *cols), values = room(nonzeros, sizeof *values);
    double **vectors[] = {&rhs, &scale, &b, &z, &r, &p, &q, &x};
    for (int i = 0; i < 8; i++) *vectors[i] = room(rows, sizeof *b);
    zetas = room(solves, sizeof *zetas), history = room(solves * iterations, sizeof *history);
    load(cols, nonzeros * sizeof *cols);
    load(values, nonzeros * sizeof *values);
    load(rhs, rows * sizeof *rhs);
    load(scale, rows * sizeof *scale);
}

static void answer(void) {
    save(x, rows * sizeof *x);
    if (npb) save(zetas, solves * sizeof *zetas);
    save(&residual, sizeof residual);
    save(history, solves * iterations * sizeof *history);
}

// Heart: a band of rows for each thread.
static void multiply(const double *restrict p, double *restrict q) {
    #pragma omp parallel for schedule(static)
    for (int64_t row = 0; row < rows; row++) {
        double sum = 0.0;
        for (uint64_t entry = starts[row]; entry < starts[row + 1]; entry++) sum += values[entry] * p[cols[entry]];
        q[row] = sum;
    }
}

static double dot(const double *x, const double *y) {
    double sum = 0.0;
    #pragma omp parallel for schedule(static) reduction(+ : sum)
    for (int64_t i = 0; i < rows; i++) sum += x[i] * y[i];
    return sum;
}

static double ratio(double a, double b) { return b == 0.0 ? 0.0 : a / b; }

static void conj_grad(double *history) {
    #pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < rows; i++) z[i] = 0.0, r[i] = p[i] = b[i];
    double rho = dot(r, r);
    for (int64_t k = 0; k < iterations; k++) {
        multiply(p, q);
        double alpha = ratio(rho, dot(p, q)), old = rho;
        #pragma omp parallel for schedule(static)
        for (int64_t i = 0; i < rows; i++) z[i] += alpha * p[i], r[i] -= alpha * q[i];
        rho = dot(r, r);
        double beta = ratio(rho, old);
        #pragma omp parallel for schedule(static)
        for (int64_t i = 0; i < rows; i++) p[i] = r[i] + beta * p[i];
        history[k] = sqrt(rho);
    }
    multiply(z, q);
    #pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < rows; i++) r[i] = b[i] - q[i];
    residual = sqrt(dot(r, r));
}

static void run(void) {
    memcpy(b, rhs, rows * sizeof *b);
    for (int64_t k = 0; k < solves; k++) {
        conj_grad(history + k * iterations);
        if (!npb) continue;
        zetas[k] = shift + 1.0 / dot(b, z);
        double length = 1.0 / sqrt(dot(z, z));
        for (int64_t i = 0; i < rows; i++) b[i] = z[i] = length * z[i];
    }
    for (int64_t i = 0; i < rows; i++) x[i] = scale[i] * z[i];
}
