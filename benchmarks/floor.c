/* The reference task by plain compiled code: one problem after another, damped Newton steps on the same objective.
 *
 * log L = e + log(1 + P + Q), P = exp(a - alpha x), Q = exp(b - beta y); Huber's loss with half-width delta, whose
 * curvature is spread over a window that shrinks to delta. theta is (e, a, b, alpha, beta). */
#include <math.h>
#include <string.h>

#define K 5
#define LARGEST_RUNS 100000
#define ITERATIONS 400
#define TOLERANCE 1e-12

typedef struct { int n; const double *x, *y, *z, *w; double delta; } Problem;
static double r[LARGEST_RUNS], size[LARGEST_RUNS], data[LARGEST_RUNS];

static void residuals(const Problem *p, const double *t) {
    for (int i = 0; i < p->n; i++) {
        double P = exp(fmin(t[1] - t[3] * p->x[i], 500.0)), Q = exp(fmin(t[2] - t[4] * p->y[i], 500.0));
        double total = 1 + P + Q;
        r[i] = t[0] + log(total) - p->z[i];
        size[i] = P / total;
        data[i] = Q / total;
    }
}

static double objective(const Problem *p, double *g) {
    double f = 0, s[K] = {0};
    for (int i = 0; i < p->n; i++) {
        double u = fmax(-p->delta, fmin(p->delta, r[i])), pull = p->w[i] * u;
        f += pull * (r[i] - 0.5 * u);
        s[0] += pull;
        s[1] += pull * size[i];
        s[2] += pull * data[i];
        s[3] -= pull * size[i] * p->x[i];
        s[4] -= pull * data[i] * p->y[i];
    }
    memcpy(g, s, sizeof s);
    return f;
}

/* Hessian with the window, or, where `safe`, the matrix of iteratively reweighted least squares. */
static void curvature(const Problem *p, double window, int safe, double h[K][K]) {
    double s[15] = {0};
    for (int i = 0; i < p->n; i++) {
        double w = p->w[i], a = size[i], b = data[i], x = p->x[i], y = p->y[i], away = fabs(r[i]);
        double c = w * (safe ? p->delta / fmax(away, p->delta) : (away <= window ? p->delta / window : 0.0));
        double q = safe ? 0.0 : w * fmax(-p->delta, fmin(p->delta, r[i]));
        double aa = (c - q) * a * a + q * a, bb = (c - q) * b * b + q * b, ab = (c - q) * a * b;
        s[0] += c;
        s[1] += c * a; s[2] += c * b; s[3] -= c * a * x; s[4] -= c * b * y;
        s[5] += aa; s[6] += ab; s[7] -= aa * x; s[8] -= ab * y;
        s[9] += bb; s[10] -= ab * x; s[11] -= bb * y;
        s[12] += aa * x * x; s[13] += ab * x * y; s[14] += bb * y * y;
    }
    for (int i = 0, k = 0; i < K; i++)
        for (int j = i; j < K; j++) h[i][j] = h[j][i] = s[k++];
}

static int solve(double h[K][K], const double *g, double *step) {
    double l[K][K], d[K];
    for (int j = 0; j < K; j++) {
        d[j] = h[j][j];
        for (int k = 0; k < j; k++) d[j] -= l[j][k] * l[j][k] * d[k];
        if (!(d[j] > 1e-13 * h[j][j])) return 0;
        for (int i = j + 1; i < K; i++) {
            l[i][j] = h[i][j];
            for (int k = 0; k < j; k++) l[i][j] -= l[i][k] * l[j][k] * d[k];
            l[i][j] /= d[j];
        }
    }
    for (int i = 0; i < K; i++) {
        step[i] = -g[i];
        for (int k = 0; k < i; k++) step[i] -= l[i][k] * step[k];
    }
    for (int i = 0; i < K; i++) step[i] /= d[i];
    for (int i = K - 1; i >= 0; i--)
        for (int k = i + 1; k < K; k++) step[i] -= l[k][i] * step[k];
    return 1;
}

static double length(const double *v) {
    double s = 0;
    for (int i = 0; i < K; i++) s += v[i] * v[i];
    return sqrt(s);
}

/* Descend from t, in place; returns the objective, and the gradient's length in *left. */
static double descend(const Problem *p, double *t, double width, double *left) {
    double g[K], after[K], h[K][K], safe[K][K], step[K], trial[K], runs = 0, damping = 0;
    for (int i = 0; i < p->n; i++) runs += p->w[i];
    residuals(p, t);
    double f = objective(p, g), window = fmax(p->delta, width * f / (p->delta * runs));
    int fresh = 1;
    for (int count = 0; count < ITERATIONS && length(g) > TOLERANCE; count++) {
        if (fresh) {
            residuals(p, t);
            curvature(p, window, 0, h);
            fresh = 0;
        }
        double damped[K][K];
        memcpy(damped, h, sizeof h);
        if (damping > 0) {
            residuals(p, t);
            curvature(p, window, 1, safe);
            for (int i = 0; i < K; i++)
                for (int j = 0; j < K; j++) damped[i][j] += damping * safe[i][j] + (i == j) * 1e-9 * damping * safe[i][i];
        }
        if (!solve(damped, g, step)) {
            damping = damping > 0 ? 10 * damping : 1e-3;
            if (damping > 1e6) break;
            continue;
        }
        double longest = 1;
        for (int i = 0; i < K; i++) longest = fmax(longest, fabs(step[i]) / (i < 3 ? 2.0 : 0.5));
        for (int i = 0; i < K; i++) trial[i] = t[i] + step[i] / longest;
        residuals(p, trial);
        double value = objective(p, after);
        if (value <= f * (1 + 4e-16) || (value <= f * (1 + 1e-13) && length(after) < 0.5 * length(g))) {
            if (f - value < 0.1 * f) width *= 0.3;
            memcpy(t, trial, sizeof trial);
            memcpy(g, after, sizeof g);
            f = value;
            window = fmax(p->delta, width * f / (p->delta * runs));
            damping = damping > 1e-8 ? 0.1 * damping : 0;
            fresh = 1;
        } else {
            damping = damping > 0 ? 10 * damping : 1e-3;
            if (damping > 1e9) break;
        }
    }
    *left = length(g);
    return f;
}

/* rows problems: theta (rows, 5) in and out, weights (rows, n); values and left (rows,) out. */
void minimise(int rows, int n, const double *x, const double *y, const double *z, const double *weights, double delta,
              double width, double *theta, double *values, double *left) {
    for (int k = 0; k < rows; k++) {
        Problem p = {n, x, y, z, weights + (long)k * n, delta};
        values[k] = descend(&p, theta + K * k, width, left + k);
    }
}
