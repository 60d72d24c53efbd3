// Ridge regression by mini-batch gradient descent in C with OpenMP: a share of every batch for each thread.
//
// With -ffast-math sums may be reordered, and so become vectors.

#include "tenfold_peer.h"

static int64_t samples, features, batch, steps;
static double rate, ridge, *x, *y, *weights, *gradient, *losses;

static void prepare(void) {
    samples = param_int("samples"), features = param_int("features");
    batch = param_int("batch"), steps = param_int("steps");
    rate = param_real("rate"), ridge = param_real("ridge");
    x = room(samples * features, sizeof *x), y = room(samples, sizeof *y);
    weights = room(features, sizeof *weights), gradient = room(features, sizeof *gradient);
    losses = room(steps, sizeof *losses);
    load(x, samples * features * sizeof *x);
    load(y, samples * sizeof *y);
}

static void answer(void) {
    save(weights, features * sizeof *weights);
    save(losses, steps * sizeof *losses);
}

// Heart: a gradient for each thread, which OpenMP adds up.
static double sums(int64_t begin, int64_t end, double *gradient) {
    double squares = 0.0;
    for (int64_t j = 0; j < features; j++) gradient[j] = 0.0;
    #pragma omp parallel for schedule(static) reduction(+ : squares, gradient[:features])
    for (int64_t i = begin; i < end; i++) {
        const double *row = x + i * features;
        double residual = -y[i];
        for (int64_t j = 0; j < features; j++) residual += row[j] * weights[j];
        for (int64_t j = 0; j < features; j++) gradient[j] += residual * row[j];
        squares += residual * residual;
    }
    return squares;
}

static void run(void) {
    for (int64_t j = 0; j < features; j++) weights[j] = 0.0;
    for (int64_t step = 0, begin = 0, end; step < steps; step++, begin = end % samples) {
        end = begin + batch < samples ? begin + batch : samples;
        double rows = end - begin, squares = sums(begin, end, gradient), length = 0.0;
        for (int64_t j = 0; j < features; j++) length += weights[j] * weights[j];
        losses[step] = 0.5 * (squares / rows + ridge * length);
        for (int64_t j = 0; j < features; j++) weights[j] -= rate * (gradient[j] / rows + ridge * weights[j]);
    }
}
