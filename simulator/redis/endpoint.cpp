#include "simulator/redis/endpoint.h"

#include <fmt/format.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace stampede::redis {

namespace {

constexpr std::string_view kExpected = "expected redis://[user:password@]host:port[/db] or unix:///path";

// The longest path that fits into sockaddr_un.
constexpr std::size_t kLongestUnixPath = 107;

[[noreturn]] void fail(std::string_view what) { throw EndpointError(fmt::format("{}; {}", what, kExpected)); }

void refuse_zero_bytes(const std::string& text) {
  if (text.find('\0') != std::string::npos) fail("there is a zero byte (%00) in the URL");
}

// Its text is not repeated: a password that should have been percent-encoded may have ended up here.
std::uint32_t parse_database(std::string_view text) {
  std::uint32_t database = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), database);
  if (error != std::errc() || end != text.data() + text.size()) fail("the database must be a number");
  return database;
}

// Not port_number(), which is modulo 65536.
std::uint16_t parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    fail("the port must be a number from 1 to 65535");
  }
  return port;
}

Endpoint from_unix(const boost::urls::url_view& url) {
  Endpoint endpoint;
  if (!url.host().empty()) fail("a unix socket's URL has three slashes and no host");
  endpoint.unix_path = url.path();
  refuse_zero_bytes(endpoint.unix_path);
  if (endpoint.unix_path.size() < 2) fail("the path of the unix socket is missing");
  if (endpoint.unix_path.size() > kLongestUnixPath) {
    fail(fmt::format("the path of the unix socket is longer than {} bytes", kLongestUnixPath));
  }
  for (const auto& parameter : url.params()) {
    if (parameter.key != "db") fail("the only parameter is db");
    endpoint.database = parse_database(std::string(parameter.value));
  }
  return endpoint;
}

Endpoint from_tcp(const boost::urls::url_view& url) {
  Endpoint endpoint;
  endpoint.host = url.host_type() == boost::urls::host_type::ipv6 ? url.host_address() : url.host();
  refuse_zero_bytes(endpoint.host);
  if (endpoint.host.empty()) fail("the host is missing");
  if (url.has_port()) endpoint.port = parse_port(url.port());
  std::string path = url.path();
  if (!path.empty()) path.erase(0, 1);
  if (!path.empty()) endpoint.database = parse_database(path);
  if (url.has_query()) fail("a redis:// URL takes no parameters");
  return endpoint;
}

}  // namespace

std::string Endpoint::display() const {
  if (!unix_path.empty()) return fmt::format("unix://{}", unix_path);
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("redis://[{}]:{}/{}", host, port, database)
                 : fmt::format("redis://{}:{}/{}", host, port, database);
}

Endpoint parse_endpoint(std::string_view url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) fail("this is not a URL (a password with special characters must be percent-encoded)");
  if (parsed->has_fragment()) fail("a Redis URL has no '#' part (a '#' in a password is written %23)");
  Endpoint endpoint;
  if (parsed->scheme() == "unix") {
    endpoint = from_unix(*parsed);
  } else if (parsed->scheme() == "redis") {
    endpoint = from_tcp(*parsed);
  } else if (parsed->scheme() == "rediss") {
    fail("TLS (rediss://) is not supported");
  } else {
    fail(fmt::format("unknown scheme '{}'", std::string(parsed->scheme())));
  }
  if (!parsed->user().empty() && !parsed->has_password()) {
    fail(
        "there is a user without a password (redis://:password@host is for the default user, user:@ for a user who "
        "needs none)");
  }
  endpoint.user = parsed->user();
  endpoint.password = parsed->password();
  return endpoint;
}

}  // namespace stampede::redis
