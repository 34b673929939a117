# How every file of ours is compiled. Third-party sources never pass through here.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
	set(CMAKE_BUILD_TYPE Release)
endif()

option(SPEAN_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(SPEAN_FUZZ "Build fuzz targets (clang)" OFF)

add_library(spean_flags INTERFACE)
target_compile_definitions(spean_flags INTERFACE _GNU_SOURCE SPEAN_VERSION="${PROJECT_VERSION}")
target_include_directories(spean_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_options(spean_flags INTERFACE
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
	-Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings -Werror -fno-common -fvisibility=hidden)

if(SPEAN_FUZZ)
	# clang's libFuzzer; warnings are the other builds' matter (clang and gcc name them apart).
	target_compile_options(spean_flags INTERFACE -O1 -g -fno-omit-frame-pointer -Wno-error
		-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
	target_link_options(spean_flags INTERFACE -fsanitize=address,undefined)
elseif(SPEAN_SANITIZE)
	target_compile_options(spean_flags INTERFACE -O1 -g -fno-omit-frame-pointer
		-fsanitize=address,undefined -fno-sanitize-recover=all)
	target_link_options(spean_flags INTERFACE -fsanitize=address,undefined)
else()
	# Hardened: see docs/security.md for what each of these is for.
	target_compile_options(spean_flags INTERFACE -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
		-fstack-protector-strong -fstack-clash-protection -fcf-protection
		-ftrivial-auto-var-init=zero)
	target_link_options(spean_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
