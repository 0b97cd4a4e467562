// Where a Redis server is, from a URL.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace stampede::redis {

struct Endpoint {
  std::string unix_path;  // empty: TCP
  std::string host;
  std::uint16_t port = 6379;
  std::string user;      // empty: the default user
  std::string password;  // empty: none needed. Never part of any message or file
  std::uint32_t database = 0;

  // For messages: the URL without user and password.
  std::string display() const;
};

// The message says what was expected, and never repeats the password.
class EndpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// redis://[user:password@]host[:port][/db] or unix:///path[?db=N]; percent-encoding is decoded.
// Throws EndpointError.
Endpoint parse_endpoint(std::string_view url);

}  // namespace stampede::redis
