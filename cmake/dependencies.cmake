# All from Debian packages; quickstart installs them.
set(Boost_USE_STATIC_LIBS ON)  # a parked fiber needs 5 KiB instead of 9, and a switch a quarter less time
find_package(Boost 1.81 REQUIRED COMPONENTS fiber context url)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)

find_path(HIREDIS_INCLUDE_DIR hiredis/hiredis.h REQUIRED)
find_library(HIREDIS_LIBRARY hiredis REQUIRED)
add_library(stampede_hiredis INTERFACE)
target_include_directories(stampede_hiredis SYSTEM INTERFACE ${HIREDIS_INCLUDE_DIR})
target_link_libraries(stampede_hiredis INTERFACE ${HIREDIS_LIBRARY})

# MD5, of which one system makes its cache keys.
find_path(NETTLE_INCLUDE_DIR nettle/md5.h REQUIRED)
find_library(NETTLE_LIBRARY nettle REQUIRED)
add_library(stampede_nettle INTERFACE)
target_include_directories(stampede_nettle SYSTEM INTERFACE ${NETTLE_INCLUDE_DIR})
target_link_libraries(stampede_nettle INTERFACE ${NETTLE_LIBRARY})

# Packed traces.
find_package(ZLIB REQUIRED)
find_path(ZSTD_INCLUDE_DIR zstd.h REQUIRED)
find_library(ZSTD_LIBRARY zstd REQUIRED)
add_library(stampede_unpacking INTERFACE)
target_include_directories(stampede_unpacking SYSTEM INTERFACE ${ZSTD_INCLUDE_DIR})
target_link_libraries(stampede_unpacking INTERFACE ZLIB::ZLIB ${ZSTD_LIBRARY})

# The interpreter that Redis itself embeds, so that the model runs the same script text.
find_package(Lua 5.1 EXACT REQUIRED)
add_library(stampede_lua INTERFACE)
target_include_directories(stampede_lua SYSTEM INTERFACE ${LUA_INCLUDE_DIR})
target_link_libraries(stampede_lua INTERFACE ${LUA_LIBRARIES})

# Lazy binding would make the dynamic linker's resolver run on fiber stacks, and touch one more page of each.
add_library(stampede_executable_options INTERFACE)
target_link_options(stampede_executable_options INTERFACE -Wl,-z,now)
