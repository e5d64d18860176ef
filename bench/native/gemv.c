// The ReLU gradient and the paper's fit on OpenBLAS, as a C programmer writes them: two gemv and a mask.
//
//   gemv LIBRARY gradient|fit PRECISION n d s TOLERANCE FOLDER
//
// takes X, y, w from FOLDER, writes its gradient at w, or the weights of its fit, to FOLDER/answer.bin, says "ready" and
// then, for each line with a number, does it so many times and prints the nanoseconds.

#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// The exit code where the library is not there or has no gemv.
enum { NO_LIBRARY = 3 };
enum { ROW_MAJOR = 101, NO_TRANS = 111, TRANS = 112, MAX_ITERATIONS = 1000 };

// Integers of the interface have 64 bits in the library that NumPy brings, 32 in most others. In registers, as all of
// these are on x86-64 and arm64 but for the last ones on the stack, a 64-bit integer serves for both.
typedef void (*sgemv_t)(int, int, int64_t, int64_t, float, const float *, int64_t, const float *, int64_t, float,
                        float *, int64_t);
typedef void (*dgemv_t)(int, int, int64_t, int64_t, double, const double *, int64_t, const double *, int64_t, double,
                        double *, int64_t);

static sgemv_t sgemv;
static dgemv_t dgemv;

static void *symbol(void *library, const char *const names[]) {
  for (; *names; names++) {
    void *found = dlsym(library, *names);
    if (found) return found;
  }
  fprintf(stderr, "gemv: the library has no cblas gemv\n");
  exit(NO_LIBRARY);
}

static void *bytes(const char *folder, const char *name, size_t size, int write, const void *from) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.bin", folder, name);
  FILE *file = fopen(path, write ? "wb" : "rb");
  void *to = NULL;
  size_t done = 0;
  if (file && write) done = fwrite(from, 1, size, file);
  if (file && !write && (to = aligned_alloc(64, (size + 63) & ~(size_t)63))) done = fread(to, 1, size, file);
  if (!file || done != size || fclose(file)) {
    fprintf(stderr, "gemv: %s: %zu of %zu bytes\n", path, done, size);
    exit(2);
  }
  return to;
}

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

#define PRECISION(real, gemv, gradient, fit, select, magnitude, root)                                             \
  static void gradient(int64_t n, int64_t d, const real *X, const real *y, const real *w, real *psi, real *g) {     \
    gemv(ROW_MAJOR, NO_TRANS, n, d, 1, X, d, w, 1, 0, psi, 1);                                                      \
    for (int64_t i = 0; i < n; i++) {                                                                               \
      real z = psi[i];                                                                                              \
      psi[i] = ((z > 0 ? z : 0) - y[i]) * (real)(1 + (z > 0) - (z < 0));                                            \
    }                                                                                                               \
    gemv(ROW_MAJOR, TRANS, n, d, (real)1 / (real)n, X, d, psi, 1, 0, g, 1);                                         \
  }                                                                                                                 \
                                                                                                                    \
  /* The k-th smallest of `values`, which are reordered (Hoare 1961). */                                          \
  static real select(real *values, int64_t length, int64_t k) {                                                     \
    int64_t low = 0, high = length - 1;                                                                             \
    while (low < high) {                                                                                            \
      real pivot = values[(low + high) / 2];                                                                        \
      int64_t i = low, j = high;                                                                                    \
      while (i <= j) {                                                                                              \
        while (values[i] < pivot) i++;                                                                              \
        while (values[j] > pivot) j--;                                                                              \
        if (i <= j) {                                                                                               \
          real swapped = values[i];                                                                                 \
          values[i++] = values[j];                                                                                  \
          values[j--] = swapped;                                                                                    \
        }                                                                                                           \
      }                                                                                                             \
      if (k <= j) high = j;                                                                                         \
      else if (k >= i) low = i;                                                                                     \
      else break;                                                                                                   \
    }                                                                                                               \
    return values[k];                                                                                               \
  }                                                                                                                 \
                                                                                                                    \
  static void fit(int64_t n, int64_t d, int64_t s, double tolerance, const real *X, const real *y, real *psi,       \
                  real *g, real *w, real *sizes) {                                                                  \
    real norm = 0;                                                                                                  \
    memset(w, 0, (size_t)d * sizeof *w);                                                                            \
    for (int t = 0; t < MAX_ITERATIONS; t++) {                                                                      \
      gradient(n, d, X, y, w, psi, g);                                                                              \
      for (int64_t j = 0; j < d; j++) {                                                                             \
        g[j] = w[j] - (t == 0 ? 2 : 1) * g[j];                                                                      \
        sizes[j] = magnitude(g[j]);                                                                                 \
      }                                                                                                             \
      real threshold = select(sizes, d, d - s);                                                                     \
      real moved = 0, next = 0;                                                                                     \
      for (int64_t j = 0; j < d; j++) {                                                                             \
        real kept = magnitude(g[j]) < threshold ? 0 : g[j];                                                         \
        moved += (kept - w[j]) * (kept - w[j]);                                                                     \
        next += kept * kept;                                                                                        \
        g[j] = kept;                                                                                                \
      }                                                                                                             \
      if (root(moved) <= tolerance * root(next > norm ? next : norm)) return;                                       \
      memcpy(w, g, (size_t)d * sizeof *w);                                                                          \
      norm = next;                                                                                                  \
    }                                                                                                               \
  }                                                                                                                 \
                                                                                                                    \
  static void serve_##real(const char *what, int64_t n, int64_t d, int64_t s, double tolerance, const char *folder) {\
    size_t row = (size_t)d * sizeof(real);                                                                          \
    const real *X = bytes(folder, "X", (size_t)n * row, 0, NULL);                                                   \
    const real *y = bytes(folder, "y", (size_t)n * sizeof(real), 0, NULL);                                          \
    const real *w = bytes(folder, "w", row, 0, NULL);                                                               \
    real *psi = malloc((size_t)n * sizeof(real)), *g = malloc(row), *v = malloc(row), *sizes = malloc(row);         \
    int fits = strcmp(what, "fit") == 0;                                                                            \
    if (fits) fit(n, d, s, tolerance, X, y, psi, g, v, sizes);                                                      \
    else gradient(n, d, X, y, w, psi, g);                                                                           \
    bytes(folder, "answer", row, 1, fits ? v : g);                                                                  \
    puts("ready");                                                                                                  \
    fflush(stdout);                                                                                                 \
    int64_t runs;                                                                                                   \
    while (scanf("%ld", &runs) == 1) {                                                                              \
      int64_t start = nanoseconds();                                                                                \
      if (fits)                                                                                                     \
        for (int64_t k = 0; k < runs; k++) fit(n, d, s, tolerance, X, y, psi, g, v, sizes);                         \
      else                                                                                                          \
        for (int64_t k = 0; k < runs; k++) gradient(n, d, X, y, w, psi, g);                                         \
      printf("%ld\n", nanoseconds() - start);                                                                       \
      fflush(stdout);                                                                                               \
    }                                                                                                               \
  }

PRECISION(float, sgemv, gradient_f32, fit_f32, select_f32, fabsf, sqrtf)
PRECISION(double, dgemv, gradient_f64, fit_f64, select_f64, fabs, sqrt)

int main(int argc, char **argv) {
  if (argc != 9) {
    fprintf(stderr, "gemv: got %d arguments, expected LIBRARY gradient|fit PRECISION n d s TOLERANCE FOLDER\n", argc - 1);
    return 2;
  }
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) {
    fprintf(stderr, "gemv: %s\n", dlerror());
    return NO_LIBRARY;
  }
  static const char *const singles[] = {"scipy_cblas_sgemv64_", "cblas_sgemv64_", "cblas_sgemv", NULL};
  static const char *const doubles[] = {"scipy_cblas_dgemv64_", "cblas_dgemv64_", "cblas_dgemv", NULL};
  sgemv = (sgemv_t)symbol(library, singles);
  dgemv = (dgemv_t)symbol(library, doubles);
  int64_t n = atoll(argv[4]), d = atoll(argv[5]), s = atoll(argv[6]);
  if (strcmp(argv[3], "f32") == 0) serve_float(argv[2], n, d, s, atof(argv[7]), argv[8]);
  else serve_double(argv[2], n, d, s, atof(argv[7]), argv[8]);
  return 0;
}
