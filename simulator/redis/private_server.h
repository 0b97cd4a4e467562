// A redis-server of our own: unix socket in a temporary folder, no persistence, no TCP port. A supervisor process
// takes server and folder away when this process ends, however it ends.
#pragma once

#include <sys/types.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "simulator/redis/endpoint.h"
#include "simulator/redis/supervisor.h"

namespace stampede::redis {

// What failed and what to do, in one message.
class ServerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// As /proc has it: R, S, T (stopped), Z, ...; 0 if there is no such process.
char process_state(pid_t process);

class PrivateServer {
 public:
  // Returns when the server answers. `program` is looked up in PATH. Throws ServerError.
  explicit PrivateServer(const std::string& program = "redis-server");
  // Stops the server and removes its folder.
  ~PrivateServer();
  PrivateServer(const PrivateServer&) = delete;
  PrivateServer& operator=(const PrivateServer&) = delete;

  Endpoint endpoint() const;
  const std::string& folder() const { return folder_; }
  pid_t process() const { return process_; }
  // Where it runs, and nobody else should; empty: anywhere.
  std::optional<int> processor() const { return processor_; }

  // Kills the server if it still runs, and starts it anew: empty, at the same place. Throws ServerError.
  void restart();
  // The same in steps that do not block: the request, then looks until one is true. It has been started then, and soon
  // answers. Throw ServerError.
  void request_restart();
  bool restart_is_reported();

 private:
  std::string configuration() const;
  void start_supervisor(const std::string& program);
  void await_start();
  bool receive_report(int flags);
  void stop() noexcept;
  [[noreturn]] void fail(const StartReport& report);
  std::string log_tail() const;

  std::optional<int> processor_;
  std::string folder_;
  int channel_ = -1;  // to the supervisor, which notices by its end that we have died
  pid_t supervisor_ = -1;
  pid_t process_ = -1;
  bool restart_is_requested_ = false;  // and not reported yet
};

}  // namespace stampede::redis
