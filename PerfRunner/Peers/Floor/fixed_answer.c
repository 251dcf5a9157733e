// The ceiling for a load generator, and the floor for any server: one thread, one answer to everything, kept ready.
// cc -O2 -o fixed_answer fixed_answer.c; usage: fixed_answer PORT FILE-OF-THE-BODY (Linux)
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char answer[1 << 20];

static size_t read_answer(const char *file) {
  static char body[sizeof answer - 256];
  FILE *input = fopen(file, "rb");
  if (!input) return 0;
  size_t bytes = fread(body, 1, sizeof body, input);
  fclose(input);
  int head = sprintf(answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", bytes);
  memcpy(answer + head, body, bytes);
  return head + bytes;
}

static int listen_at(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  return bind(listener, (void *)&address, sizeof address) || listen(listener, 4096) ? -1 : listener;
}

int main(int argc, char **argv) {
  size_t length = argc == 3 ? read_answer(argv[2]) : 0;
  int one = 1, listener = length ? listen_at(atoi(argv[1])) : -1, epoll = epoll_create1(0);
  if (listener < 0) {
    perror(argv[0]);
    return 1;
  }

  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      char request[16384];
      int fd = events[i].data.fd;
      if (fd == listener) {
        while ((fd = accept4(listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event.data.fd = fd;
          epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        }
        continue;
      }

      // A request comes in one piece on loopback, and no client here sends another before it has the answer.
      ssize_t bytes = read(fd, request, sizeof request);
      int whole = bytes >= 4 && !memcmp(request + bytes - 4, "\r\n\r\n", 4);
      if (bytes <= 0 || (whole && write(fd, answer, length) != (ssize_t)length)) close(fd);
    }
  }
}
