// Tells which functions of a program run, in the order of their first calls: each begins with a breakpoint that is hit once (ptrace(2)).
// The program keeps its number and its parent; who watches it is a process beside it, and ends with it.
// cc -O2 -o first_calls first_calls.c; usage: first_calls FUNCTIONS OUTPUT PROGRAM [ARGUMENT...] (Linux, x64)
// FUNCTIONS has a line "address name" each, hexadecimal, of a program linked at a fixed address, sorted; those of OUTPUT are appended.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { breakpoint = 0xcc };

struct function {
  unsigned long address;
  char *name;
  unsigned char first_byte;
  char has_run;
};

static struct function *functions;
static size_t count;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void read_functions(const char *file) {
  FILE *input = fopen(file, "r");
  char *line = NULL;
  size_t length = 0, room = 0;
  if (!input) fail(file);
  while (getline(&line, &length, input) > 0) {
    char *name;
    unsigned long address = strtoul(line, &name, 16);
    if (count == room && !(functions = realloc(functions, (room = 2 * room + 1024) * sizeof *functions))) fail("realloc");
    name[strcspn(name, "\n")] = 0;
    functions[count++] = (struct function){.address = address, .name = strdup(name + 1)};
  }
  fclose(input);
  if (!count) exit(1);
}

static int compare(const void *left, const void *right) {
  unsigned long a = ((const struct function *)left)->address, b = ((const struct function *)right)->address;
  return (a > b) - (a < b);
}

static int open_memory(pid_t program) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/mem", program);
  int memory = open(path, O_RDWR | O_CLOEXEC);
  if (memory < 0) fail(path);
  return memory;
}

static void set_breakpoints(int memory) {
  unsigned long begin = functions[0].address, length = functions[count - 1].address - begin + 1;
  unsigned char *code = malloc(length);
  if (!code || pread(memory, code, length, begin) != (ssize_t)length) fail("read the program");
  for (size_t i = 0; i < count; i++) functions[i].first_byte = code[functions[i].address - begin];
  for (size_t i = 0; i < count; i++) code[functions[i].address - begin] = breakpoint;
  if (pwrite(memory, code, length, begin) != (ssize_t)length) fail("write the program");
  free(code);
}

// Two threads may have come upon the same one: the second finds it gone.
static void take_breakpoint(pid_t thread, int memory, FILE *output) {
  struct user_regs_struct registers;
  if (ptrace(PTRACE_GETREGS, thread, 0, &registers)) return;
  struct function key = {.address = registers.rip - 1}, *found = bsearch(&key, functions, count, sizeof key, compare);
  if (!found) return;
  if (!found->has_run) {
    found->has_run = 1;
    fprintf(output, "%s\n", found->name);
    if (pwrite(memory, &found->first_byte, 1, found->address) != 1) fail("write the program");
  }
  registers.rip--;
  ptrace(PTRACE_SETREGS, thread, 0, &registers);
}

static void watch(pid_t program, const char *file) {
  FILE *output = fopen(file, "a");
  int memory = -1, state;
  if (!output) fail(file);
  setvbuf(output, NULL, _IOLBF, 0);
  for (pid_t thread; (thread = waitpid(-1, &state, __WALL)) > 0 || errno == EINTR;) {
    if (thread < 0 || !WIFSTOPPED(state)) continue;
    int stop = WSTOPSIG(state), event = state >> 16;
    if (event == PTRACE_EVENT_EXEC) set_breakpoints(memory = open_memory(program));
    else if (!event && stop == SIGTRAP && memory >= 0) take_breakpoint(thread, memory, output);
    ptrace(PTRACE_CONT, thread, 0, event || stop == SIGTRAP ? 0 : stop);
  }
}

int main(int arguments, char **values) {
  int ready[2];
  char byte;
  if (arguments < 4) return 64;
  read_functions(values[1]);
  if (pipe2(ready, O_CLOEXEC)) fail("pipe2");
  pid_t program = getpid(), child = fork();
  if (child < 0) fail("fork");
  if (!child) {
    // Not a child of the program, which may wait for its own.
    if (fork()) _exit(0);
    setsid();
    if (ptrace(PTRACE_SEIZE, program, 0, PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)) fail("ptrace");
    close(ready[0]);
    if (write(ready[1], "", 1) != 1) fail("write");
    close(ready[1]);
    for (int i = 0; i < 1024; i++) if (i != STDERR_FILENO) close(i);
    watch(program, values[2]);
    return 0;
  }
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
  waitpid(child, NULL, 0);
  close(ready[1]);
  if (read(ready[0], &byte, 1) != 1) return 1;
  prctl(PR_SET_PTRACER, 0);
  execv(values[3], values + 3);
  fail(values[3]);
}
