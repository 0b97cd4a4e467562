// Redis URLs: what is understood, what is refused, and that no message or display ever holds the password.
#include "simulator/redis/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace stampede::redis {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string refusal_of(const std::string& url) {
  try {
    const Endpoint endpoint = parse_endpoint(url);
    return "accepted: " + endpoint.display();
  } catch (const EndpointError& error) {
    return error.what();
  }
}

TEST(Endpoint, HostAloneMeansTheStandardPortAndDatabaseZero) {
  const Endpoint endpoint = parse_endpoint("redis://cache.example");
  EXPECT_EQ(endpoint.host, "cache.example");
  EXPECT_EQ(endpoint.port, 6379);
  EXPECT_EQ(endpoint.database, 0U);
  EXPECT_EQ(endpoint.unix_path, "");
  EXPECT_EQ(endpoint.user, "");
  EXPECT_EQ(endpoint.password, "");
}

TEST(Endpoint, ReadsUserPasswordPortAndDatabase) {
  const Endpoint endpoint = parse_endpoint("redis://app:secret@10.0.0.7:7000/12");
  EXPECT_EQ(endpoint.user, "app");
  EXPECT_EQ(endpoint.password, "secret");
  EXPECT_EQ(endpoint.host, "10.0.0.7");
  EXPECT_EQ(endpoint.port, 7000);
  EXPECT_EQ(endpoint.database, 12U);
}

TEST(Endpoint, APasswordWithoutAUserIsForTheDefaultUser) {
  const Endpoint endpoint = parse_endpoint("redis://:secret@host");
  EXPECT_EQ(endpoint.user, "");
  EXPECT_EQ(endpoint.password, "secret");
}

TEST(Endpoint, DecodesPercentEncodingInUserAndPassword) {
  const Endpoint endpoint = parse_endpoint("redis://a%40b:p%3A%2F%23%25%20%C3%A9@host");
  EXPECT_EQ(endpoint.user, "a@b");
  EXPECT_EQ(endpoint.password, "p:/#% \xC3\xA9");
}

TEST(Endpoint, AnEmptyPasswordIsKeptForAUserWhoNeedsNone) {
  const Endpoint endpoint = parse_endpoint("redis://guest:@host");
  EXPECT_EQ(endpoint.user, "guest");
  EXPECT_EQ(endpoint.password, "");
}

TEST(Endpoint, ReadsIpv6Addresses) {
  const Endpoint endpoint = parse_endpoint("redis://[::1]:6380/3");
  EXPECT_EQ(endpoint.host, "::1");
  EXPECT_EQ(endpoint.port, 6380);
  EXPECT_EQ(endpoint.display(), "redis://[::1]:6380/3");
}

TEST(Endpoint, ReadsUnixSocketsWithDatabaseAndPassword) {
  const Endpoint plain = parse_endpoint("unix:///run/redis/redis.sock");
  EXPECT_EQ(plain.unix_path, "/run/redis/redis.sock");
  EXPECT_EQ(plain.database, 0U);
  const Endpoint full = parse_endpoint("unix://app:secret@/run/my%20redis.sock?db=5");
  EXPECT_EQ(full.unix_path, "/run/my redis.sock");
  EXPECT_EQ(full.database, 5U);
  EXPECT_EQ(full.user, "app");
  EXPECT_EQ(full.password, "secret");
}

TEST(Endpoint, DisplayIsTheUrlWithoutUserAndPassword) {
  EXPECT_EQ(parse_endpoint("redis://app:secret@host:7000/2").display(), "redis://host:7000/2");
  EXPECT_EQ(parse_endpoint("unix://app:secret@/run/redis.sock").display(), "unix:///run/redis.sock");
}

struct Refusal {
  const char* url;
  const char* reason;
};

void PrintTo(const Refusal& refusal, std::ostream* output) { *output << refusal.url; }

class RefusedEndpoint : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedEndpoint, SaysWhyAndWhatIsExpected) {
  const std::string message = refusal_of(GetParam().url);
  EXPECT_THAT(message, HasSubstr(GetParam().reason));
  EXPECT_THAT(message, HasSubstr("redis://[user:password@]host:port[/db] or unix:///path"));
}

INSTANTIATE_TEST_SUITE_P(
    Endpoint, RefusedEndpoint,
    testing::Values(Refusal{"", "not a URL"}, Refusal{"localhost", "not a URL"}, Refusal{"redis://ho st", "not a URL"},
                    Refusal{"http://host", "unknown scheme 'http'"}, Refusal{"localhost:6379", "unknown scheme"},
                    Refusal{"rediss://host", "TLS"}, Refusal{"redis://", "host is missing"},
                    Refusal{"redis:///3", "host is missing"}, Refusal{"redis://host:0", "1 to 65535"},
                    Refusal{"redis://host:65536", "1 to 65535"}, Refusal{"redis://host/one", "must be a number"},
                    Refusal{"redis://host/-1", "must be a number"}, Refusal{"redis://host/1/2", "must be a number"},
                    Refusal{"redis://host/99999999999", "must be a number"},
                    Refusal{"redis://host?db=1", "takes no parameters"}, Refusal{"redis://host#1", "no '#' part"},
                    Refusal{"redis://secret@host", "user without a password"}, Refusal{"redis://a%00b", "zero byte"},
                    Refusal{"unix://host/path", "three slashes"}, Refusal{"unix:///", "path of the unix socket"},
                    Refusal{"unix:", "path of the unix socket"}, Refusal{"unix:///a%00b", "zero byte"},
                    Refusal{"unix:///s?db=x", "must be a number"}, Refusal{"unix:///s?database=1", "parameter"}));

TEST(Endpoint, RefusesAUnixPathThatNoAddressCanHold) {
  EXPECT_NO_THROW(parse_endpoint("unix:///" + std::string(106, 'x')));
  EXPECT_THAT(refusal_of("unix:///" + std::string(107, 'x')), HasSubstr("longer than 107 bytes"));
}

// A password that should have been encoded ends up in other parts of the URL.
class BrokenPassword : public testing::TestWithParam<const char*> {};

TEST_P(BrokenPassword, OccursInNoMessage) {
  const std::string message = refusal_of(GetParam());
  EXPECT_THAT(message, Not(HasSubstr("hunter2")));
  EXPECT_THAT(message, Not(HasSubstr("accepted")));
}

INSTANTIATE_TEST_SUITE_P(Endpoint, BrokenPassword,
                         testing::Values("redis://user:hunter2 @host", "redis://user:hunter2@host:99999",
                                         "redis://user:12/hunter2@host", "redis://user:hunter2@host/hunter2",
                                         "redis://user:#hunter2@host", "redis://user:1?hunter2@host",
                                         "redis://hunter2@host", "http://user:hunter2@host",
                                         "unix://user:1/x?hunter2@/path", "unix://user:hunter2@/path?db=hunter2",
                                         "unix://user:hunter2@/path?hunter2=1", "rediss://user:hunter2@host",
                                         "redis://user:hunter2@", "redis://user:hunter2%@host"));

}  // namespace
}  // namespace stampede::redis
