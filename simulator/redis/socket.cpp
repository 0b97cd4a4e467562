#include "simulator/redis/socket.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <sys/socket.h>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <system_error>

namespace stampede::redis {

namespace {

std::string describe(int error) { return std::generic_category().message(error); }

Socket::Transfer failed() {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {Socket::Outcome::would_block, 0, {}};
  return {Socket::Outcome::closed, 0, describe(errno)};
}

}  // namespace

void Socket::Release::operator()(redisContext* context) const { redisFree(context); }

Socket::Socket(const Endpoint& endpoint)
    : context_(endpoint.unix_path.empty() ? redisConnectNonBlock(endpoint.host.c_str(), endpoint.port)
                                          : redisConnectUnixNonBlock(endpoint.unix_path.c_str())) {
  if (!context_) throw std::bad_alloc();
  if (context_->err != 0) throw std::runtime_error(context_->errstr);
  fcntl(context_->fd, F_SETFD, FD_CLOEXEC);  // not for the programs that we start
}

int Socket::descriptor() const { return context_->fd; }

std::string Socket::connect_error() const {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(context_->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? std::string() : describe(error);
}

Socket::Transfer Socket::send(const char* bytes, std::size_t count) {
  const ssize_t sent = ::send(context_->fd, bytes, count, MSG_NOSIGNAL);
  if (sent < 0) return failed();
  return {Outcome::some, static_cast<std::size_t>(sent), {}};
}

Socket::Transfer Socket::receive(char* bytes, std::size_t room) {
  const ssize_t received = ::recv(context_->fd, bytes, room, 0);
  if (received < 0) return failed();
  if (received == 0) return {Outcome::closed, 0, "the server closed the connection"};
  return {Outcome::some, static_cast<std::size_t>(received), {}};
}

}  // namespace stampede::redis
