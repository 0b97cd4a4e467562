// See the header.
#include "fake_server.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace stampede::redis {

bool FakeClient::read_some() {
  static thread_local std::array<char, 1024 * 1024> buffer;
  ssize_t received = 0;
  do {
    received = recv(descriptor_, buffer.data(), buffer.size(), 0);
  } while (received < 0 && errno == EINTR);
  if (received <= 0) return false;
  ++reads_;
  commands_ += static_cast<std::size_t>(std::count(buffer.begin(), buffer.begin() + received, '*'));
  return true;
}

bool FakeClient::read_commands(std::size_t count) {
  while (commands_ < count) {
    if (!read_some()) return false;
  }
  commands_ -= count;
  return true;
}

void FakeClient::read_until_closed() {
  while (read_some()) {
  }
}

void FakeClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

FakeServer::FakeServer(std::function<void(FakeClient&)> serve) : serve_(std::move(serve)) {
  folder_ = (std::filesystem::temp_directory_path() / "stampede-fake-XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  endpoint().unix_path.copy(address.sun_path, sizeof address.sun_path - 1);
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 64) != 0) {
    throw std::runtime_error("cannot listen on " + endpoint().unix_path);
  }
  thread_ = std::thread([this] { run(); });
}

FakeServer::~FakeServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  if (const int current = current_; current >= 0) shutdown(current, SHUT_RDWR);
  thread_.join();
  close(listener_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Endpoint FakeServer::endpoint() const {
  Endpoint endpoint;
  endpoint.unix_path = folder_ + "/fake.sock";
  return endpoint;
}

void FakeServer::run() {
  while (!stopping_) {
    const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) continue;
    current_ = descriptor;
    ++connections_;
    FakeClient client(descriptor);
    if (!stopping_) serve_(client);
    current_ = -1;
    close(descriptor);
  }
}

}  // namespace stampede::redis
