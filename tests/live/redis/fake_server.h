// A server that is not, or not quite, Redis: the test says what it does with each connection.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "simulator/redis/endpoint.h"

namespace stampede::redis {

// One connection at the server's side; blocking.
class FakeClient {
 public:
  explicit FakeClient(int descriptor) : descriptor_(descriptor) {}

  // Waits for `count` more commands; false if the client, or the test, has closed. Commands are counted by their
  // stars, so none may contain another one.
  bool read_commands(std::size_t count);
  void read_until_closed();
  void send(std::string_view bytes) const;
  // Reads so far; each stands for at least one write of the client.
  std::size_t reads() const { return reads_; }

 private:
  bool read_some();

  int descriptor_;
  std::size_t commands_ = 0;  // read, and not yet waited for
  std::size_t reads_ = 0;
};

// Listens on a unix socket in a folder of its own and serves one connection after the other on a thread.
class FakeServer {
 public:
  explicit FakeServer(std::function<void(FakeClient&)> serve);
  ~FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  Endpoint endpoint() const;
  std::size_t connections() const { return connections_; }

 private:
  void run();

  std::function<void(FakeClient&)> serve_;
  std::string folder_;
  int listener_ = -1;
  std::atomic<int> current_{-1};
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> connections_{0};
  std::thread thread_;
};

}  // namespace stampede::redis
