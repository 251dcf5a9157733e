// The floor for any proxy that receives each request and each answer and sends it on: one thread, a connection to the service for each of a
// client's, and bytes as they come, with nothing read in them. Whoever closes ends both connections when what came from there is sent on.
// cc -O2 -o pass_through pass_through.c; usage: pass_through PORT PORT-OR-SOCKET-OF-THE-SERVICE (Linux)
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// One of the two connections of a pair.
struct end {
  int fd;
  unsigned watched;
  struct end *other;
  struct pair *pair;
  char *rest;  // came from here, and the other does not take it yet
  size_t length;
};

struct pair {
  struct end client, service;
  struct pair *next;  // of those that are over
  int over;
};

static int epoll;
static struct pair *done;
static struct sockaddr_storage service;
static socklen_t service_length;

static struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void set_service(const char *where) {
  if (*where == '/') {
    struct sockaddr_un *local = (void *)&service;
    local->sun_family = AF_UNIX;
    strncpy(local->sun_path, where, sizeof local->sun_path - 1);
    service_length = sizeof *local;
  } else {
    *(struct sockaddr_in *)&service = loopback(atoi(where));
    service_length = sizeof(struct sockaddr_in);
  }
}

static int listen_at(int port) {
  struct sockaddr_in address = loopback(port);
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  return bind(listener, (void *)&address, sizeof address) || listen(listener, 4096) ? -1 : listener;
}

static void end_pair(struct pair *pair) {
  if (pair->over) return;
  pair->over = 1;
  pair->next = done;
  done = pair;
}

// Only at the end of a turn: events of the same turn may still point to them, and numbers that are closed are given to others.
static void free_done(void) {
  while (done) {
    struct pair *pair = done;
    done = pair->next;
    close(pair->client.fd);
    close(pair->service.fd);
    free(pair->client.rest);
    free(pair->service.rest);
    free(pair);
  }
}

// Nothing is read from where the last piece still lies here. One that is not to be watched at all is taken out: that it hung up would be told
// again and again.
static void watch(struct end *end) {
  unsigned wanted = (end->length ? 0 : EPOLLIN) | (end->other->length ? EPOLLOUT : 0);
  struct epoll_event event = {.events = wanted, .data.ptr = end};
  if (wanted != end->watched) epoll_ctl(epoll, !end->watched ? EPOLL_CTL_ADD : wanted ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, end->fd, &event);
  end->watched = wanted;
}

// How many bytes were taken; -1 where none ever will be.
static ssize_t send_to(struct end *end, const char *bytes, size_t length) {
  ssize_t sent = send(end->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 && errno == EAGAIN ? 0 : sent;
}

static int keep(struct end *end, const char *bytes, size_t length) {
  end->length = length;
  if (!(end->rest = malloc(length))) return -1;
  memcpy(end->rest, bytes, length);
  return 0;
}

static void send_rest(struct end *from) {
  ssize_t sent = send_to(from->other, from->rest, from->length);
  if (sent < 0) {
    end_pair(from->pair);
    return;
  }
  from->length -= sent;
  memmove(from->rest, from->rest + sent, from->length);
  if (!from->length) {
    free(from->rest);
    from->rest = NULL;
    watch(from);
    watch(from->other);
  }
}

static void pass_on(struct end *from) {
  static char bytes[65536];
  ssize_t length = recv(from->fd, bytes, sizeof bytes, MSG_DONTWAIT);
  if (length < 0 && errno == EAGAIN) return;
  ssize_t sent = length > 0 ? send_to(from->other, bytes, length) : -1;
  if (sent < 0 || (sent < length && keep(from, bytes + sent, length - sent))) {
    end_pair(from->pair);
  } else if (sent < length) {
    watch(from);
    watch(from->other);
  }
}

static void accept_all(int listener) {
  for (int one = 1, client; (client = accept4(listener, 0, 0, SOCK_CLOEXEC)) >= 0;) {
    // On loopback a connection is there, or refused, at once. A client whose service refuses sees its own connection end.
    int to = socket(service.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct pair *pair = to >= 0 && !connect(to, (void *)&service, service_length) ? calloc(1, sizeof *pair) : NULL;
    if (!pair) {
      close(client);
      if (to >= 0) close(to);
      continue;
    }
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (service.ss_family == AF_INET) setsockopt(to, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    pair->client = (struct end){.fd = client, .other = &pair->service, .pair = pair};
    pair->service = (struct end){.fd = to, .other = &pair->client, .pair = pair};
    watch(&pair->client);
    watch(&pair->service);
  }
}

int main(int argc, char **argv) {
  int listener = argc == 3 ? listen_at(atoi(argv[1])) : -1;
  if (listener < 0) {
    perror(argv[0]);
    return 1;
  }

  set_service(argv[2]);
  struct epoll_event event = {.events = EPOLLIN}, events[256];
  epoll = epoll_create1(EPOLL_CLOEXEC);
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      struct end *end = events[i].data.ptr;
      if (!end) {
        accept_all(listener);
        continue;
      }
      if (!end->pair->over && end->other->length && events[i].events & ~EPOLLIN) send_rest(end->other);
      if (!end->pair->over && !end->length && events[i].events & ~EPOLLOUT) pass_on(end);
    }
    free_done();
  }
}
